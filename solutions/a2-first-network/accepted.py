"""Unusual solutions of A2 that are right: each must get full marks for its question."""

import torch
from torch import nn

from autograder.checks import accepted, equivalent

# ---------------------------------------------------------------- q1: tensors


@accepted("q1", cell=True)
def from_numpy():
    """NumPy arrays made into tensors, in float64"""
    import numpy as np

    scalar = torch.tensor(np.float64(2.5))
    vector = torch.from_numpy(np.array([1.0, -2.0, 0.5]))
    matrix = torch.from_numpy(np.arange(1.0, 7.0).reshape(2, 3))

    def add_matrices(a, b):
        return torch.add(a, b)


@accepted("q1", cell=True)
def constructors():
    """arange and view, full, and lists of numbers"""
    scalar = torch.full((), 2.5)
    vector = torch.FloatTensor([1, -2, 0.5])
    matrix = torch.arange(1, 7, dtype=torch.float32).view(2, 3)

    def add_matrices(a, b):
        pairs = zip(a.flatten().tolist(), b.flatten().tolist(), strict=True)
        return torch.tensor([p + q for p, q in pairs], dtype=a.dtype).view(a.shape)


@accepted("q1", cell=True)
def integers_with_a_dtype():
    """Whole numbers, with the dtype said in words"""
    scalar = torch.tensor(5) / 2
    vector = torch.tensor([1, -2, 0.5], dtype=torch.float)
    matrix = torch.tensor([[1, 2, 3], [4, 5, 6]]).float()

    def add_matrices(a, b):
        result = a.clone()
        result += b
        return result


@accepted("q1")
def add_matrices(a, b):
    """Element by element, in any number of dimensions"""
    import itertools

    total = torch.zeros_like(a)
    for place in itertools.product(*map(range, a.shape)):
        total[place] = a[place] + b[place]
    return total


@accepted("q1")
def add_matrices(a, b):
    """Stacked, then summed over the new dimension"""
    return torch.stack([a, b]).sum(dim=0)


# ---------------------------------------------------------------- q2: gradients


@accepted("q2")
def product_loss(var_1, var_2, target):
    """The difference the other way round, and its square as a product"""
    error = var_1 * var_2 - target
    return error * error


@accepted("q2")
def product_loss(var_1, var_2, target):
    """Functions in place of operators"""
    return torch.pow(torch.sub(torch.mul(var_1, var_2), target), 2)


@accepted("q2")
def product_loss(var_1, var_2, target):
    """Multiplied out"""
    latent = var_1 * var_2
    return latent.square() - 2 * target * latent + target**2


@accepted("q2", cell=True)
def requires_grad_later():
    """Gradients asked for later, and backward by its long name"""

    def product_loss(var_1, var_2, target):
        return (target - var_1 * var_2).pow(2)

    var_1 = torch.tensor(3.0).requires_grad_()
    var_2 = torch.tensor(4, dtype=torch.float64)
    var_2.requires_grad = True
    loss = product_loss(var_1, var_2, torch.tensor(15.0))
    torch.autograd.backward(loss)


@accepted("q2", cell=True)
def parameters():
    """Parameters, which ask for gradients by themselves"""

    def product_loss(var_1, var_2, target):
        latent = torch.prod(torch.stack([var_1, var_2]))
        return torch.nn.functional.mse_loss(latent, torch.as_tensor(target, dtype=latent.dtype))

    var_1, var_2 = (nn.Parameter(torch.tensor(value)) for value in (3.0, 4.0))
    loss = product_loss(var_1, var_2, 15)
    loss.backward(retain_graph=True)


# ---------------------------------------------------------------- q3: one_step


@accepted("q3")
def one_step(var_1, var_2, target, optimizer):
    """Resets at both ends, in one line of loss"""
    optimizer.zero_grad()
    ((target - var_1 * var_2) ** 2).backward()
    optimizer.step()
    optimizer.zero_grad()


@accepted("q3")
def one_step(var_1, var_2, target, optimizer):
    """Gradients set to 0 rather than None"""
    loss = torch.square(var_1 * var_2 - target)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)


@accepted("q3")
def one_step(var_1, var_2, target, optimizer):
    """Resets each variable by itself"""
    error = target - var_1 * var_2
    torch.autograd.backward(error * error)
    optimizer.step()
    for variable in (var_1, var_2):
        variable.grad = None


@accepted("q3")
def one_step(var_1, var_2, target, optimizer):
    """The step takes a function that computes loss and gradients"""

    def closure():
        optimizer.zero_grad()
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        return loss

    optimizer.step(closure)
    optimizer.zero_grad()


@accepted("q3")
def one_step(var_1, var_2, target, optimizer):
    """Gradients by autograd.grad, put where the optimiser looks"""
    loss = (target - var_1 * var_2).pow(2)
    var_1.grad, var_2.grad = torch.autograd.grad(loss, [var_1, var_2])
    optimizer.step()
    optimizer.zero_grad()


# ---------------------------------------------------------------- q4: optimise_product


@accepted("q4")
def optimise_product(target, lr, steps):
    """The reset first, and a while loop"""
    variables = [torch.tensor(value, requires_grad=True) for value in (3.0, 4.0)]
    optimizer = torch.optim.SGD(variables, lr=lr)
    done = 0
    while done < steps:
        optimizer.zero_grad()
        loss = (variables[0] * variables[1] - target) ** 2
        loss.backward()
        optimizer.step()
        done += 1
    return float(variables[0]), float(variables[1])


@accepted("q4")
def optimise_product(target, lr, steps):
    """One tensor with both numbers"""
    both = torch.tensor([3.0, 4.0], requires_grad=True)
    optimizer = torch.optim.SGD([both], lr=lr)
    for _ in range(steps):
        (target - both.prod()).square().backward()
        optimizer.step()
        optimizer.zero_grad()
    return both.tolist()


@accepted("q4")
def optimise_product(target, lr, steps):
    """A helper for the step, and a new optimiser in each round, in float64"""

    def step(variables):
        optimizer = torch.optim.SGD(variables, lr=lr)
        ((target - variables[0] * variables[1]) ** 2).backward()
        optimizer.step()
        optimizer.zero_grad()

    variables = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (3, 4)]
    for _ in range(steps):
        step(variables)
    return tuple(v.item() for v in variables)


@accepted("q4")
def optimise_product(target, lr, steps):
    """Vectors of one number"""
    var_1 = torch.tensor([3.0], requires_grad=True)
    var_2 = torch.tensor([4.0], requires_grad=True)
    optimizer = torch.optim.SGD([{"params": var_1}, {"params": var_2}], lr=lr)
    for _ in range(steps):
        loss = ((target - var_1 * var_2) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


# ---------------------------------------------------------------- q5: MyNetwork


@accepted("q5")
class MyNetwork(nn.Module):
    """One Sequential inside"""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 5))

    def forward(self, x):
        return self.layers(x)


@accepted("q5")
class MyNetwork(nn.Sequential):
    """Derived from Sequential, with no forward of its own"""

    def __init__(self):
        super().__init__(nn.Linear(3, 2), nn.Linear(2, 5))


@accepted("q5")
class MyNetwork(nn.Module):
    """Layers in a ModuleList, made in a loop"""

    def __init__(self, sizes=(3, 2, 5)):
        super().__init__()
        places = range(len(sizes) - 1)
        self.layers = nn.ModuleList([nn.Linear(sizes[i], sizes[i + 1]) for i in places])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


@accepted("q5")
class MyNetwork(nn.Module):
    """The last layer made first, and an old-fashioned super"""

    def __init__(self):
        super(MyNetwork, self).__init__()  # noqa: UP008
        self.out = nn.Linear(in_features=2, out_features=5)
        self.squeeze = nn.Linear(in_features=3, out_features=2)

    def forward(self, x):
        return self.out.forward(self.squeeze.forward(x))


@accepted("q5")
class MyNetwork(nn.Module):
    """The weighted sums written out with the layers' own weights"""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 2)
        self.b = nn.Linear(2, 5)

    def forward(self, x):
        latent = x @ self.a.weight.T + self.a.bias
        return torch.nn.functional.linear(latent, self.b.weight, self.b.bias)


# ---------------------------------------------------------------- q6: my_network


@accepted("q6", cell=True)
def adam():
    """Adam, with a seed"""
    torch.manual_seed(0)
    my_network = MyNetwork()
    optimizer = torch.optim.Adam(my_network.parameters(), lr=0.05)
    losses = []
    for _ in range(300):
        optimizer.zero_grad()
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@accepted("q6", cell=True)
def until_it_is_good():
    """A while loop that stops when the goal is reached"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
    losses = [float("inf")]
    while losses[-1] >= 1e-4:
        loss = torch.sum((y - my_network(x)).square())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(((my_network(x) - y) ** 2).sum().item())


@accepted("q6", cell=True)
def mean_of_squares():
    """The mean in place of the sum, with larger steps, and a batch of one"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.03)
    losses = []
    for _ in range(500):
        loss = nn.functional.mse_loss(my_network(x.view(1, 3)), y.view(1, 5))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(5 * loss.item())


@accepted("q6", cell=True)
def without_an_optimiser():
    """Gradient descent by hand"""
    my_network = MyNetwork()
    losses = []
    for _ in range(400):
        loss = ((my_network(x) - y) ** 2).sum()
        my_network.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in my_network.parameters():
                parameter -= 0.005 * parameter.grad
        losses.append(loss.item())


@accepted("q6", cell=True)
def in_a_function():
    """The loop in a function, with momentum"""

    def fit(network, steps):
        optimizer = torch.optim.SGD(network.parameters(), lr=0.002, momentum=0.8)
        history = []
        for _ in range(steps):
            loss = (network(x) - y).pow(2).sum()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            history.append(loss.item())
        return history

    my_network = MyNetwork()
    losses = fit(my_network, 500)


# ---------------------------------------------------------------- q7: GeneralNetwork


@accepted("q7")
class GeneralNetwork(nn.Module):
    """Two linear layers, as wide as the output"""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 5), nn.Linear(5, 5))

    def forward(self, x):
        return self.layers(x)


@accepted("q7")
class GeneralNetwork(nn.Module):
    """One small network for each output"""

    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList([nn.Linear(3, 1) for _ in range(5)])

    def forward(self, x):
        return torch.cat([part(x) for part in self.parts], dim=-1)


@accepted("q7")
class GeneralNetwork(nn.Module):
    """Inputs scaled to about 1, outputs scaled back"""

    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(3, 5)

    def forward(self, x):
        return 20 * self.inner(x / 20)


@accepted("q7")
class GeneralNetwork(nn.Sequential):
    """Derived from Sequential, three in the middle"""

    def __init__(self):
        super().__init__(nn.Linear(3, 3), nn.Linear(3, 5))


@accepted("q7")
def train_general(network=None):
    """SGD, and batches of 50"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.015)
    for _ in range(700):
        X, Y = draw_triples(50)
        optimizer.zero_grad()
        nn.functional.mse_loss(network(X), Y).backward()
        optimizer.step()
    return network


@accepted("q7")
def train_general(network=None):
    """The sum of squares in place of the mean, until three batches in a row are good"""
    network = network or GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.08)
    good = steps = 0
    while good < 3 and steps < 2000:
        X, Y = draw_triples()
        Y_hat = network(X)
        loss = ((Y_hat - Y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        good = good + 1 if (Y_hat - Y).abs().max().item() < 0.02 else 0
        steps += 1
    return network


@accepted("q7", cell=True)
def one_after_the_other():
    """Weights without nn.Linear, trained by the absolute error in small batches"""

    class GeneralNetwork(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(5, 3) * 0.3)
            self.bias = nn.Parameter(torch.zeros(5))

        def forward(self, x):
            return x @ self.weight.T + self.bias

    def train_general(network=None):
        network = GeneralNetwork() if network is None else network
        optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=100, gamma=0.3)
        for _ in range(400):
            X, Y = draw_triples(20)
            optimizer.zero_grad()
            loss = nn.L1Loss()(network(X), Y)
            loss.backward()
            optimizer.step()
            scheduler.step()
        return network


equivalent(
    "q2",
    "return (latent - target) ** 2",
    "the square of a difference is that of its opposite",
)
equivalent(
    "q3",
    "loss = (latent - target) ** 2",
    "the square of a difference is that of its opposite",
)
equivalent(
    "q4",
    "loss = (var_1 * var_2 - target) ** 2",
    "the square of a difference is that of its opposite",
)
for rate, worst in (("0.05", "0.0004"), ("0.2", "0.0004"), ("1.1", "0.0016")):
    equivalent(
        "q7",
        f"optimizer = torch.optim.Adam(network.parameters(), lr={rate})",
        f"Adam is not picky here: of 30 seeds, the worst has a mean absolute error of {worst}",
    )
for steps in (199, 201):
    equivalent(
        "q7",
        f"for _ in range({steps}):",
        "a step more or less matters little, where 150 steps lead to an error of 0.005 at most",
    )


@accepted("q4")
def optimise_product(target, lr, steps):
    """Gradient descent written out, without an optimiser"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        with torch.no_grad():
            for variable in (var_1, var_2):
                variable -= lr * variable.grad
                variable.grad = None
    return float(var_1), float(var_2)
