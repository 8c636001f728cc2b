"""Unusual solutions of A4 that are right: each must get full marks for its question."""

import torch
from torch import nn

from autograder.checks import accepted, equivalent

# ---------------------------------------------------------------- q1: vector_jacobian


@accepted("q1")
def vector_jacobian(a, r):
    """A product of vectors, and backward from the number"""
    own = a.detach().clone().requires_grad_()
    (r @ own**2).backward()
    return own.grad


@accepted("q1")
def vector_jacobian(a, r):
    """torch.autograd.grad with grad_outputs"""
    own = torch.empty_like(a).copy_(a.detach()).requires_grad_(True)
    return torch.autograd.grad(own.square(), own, grad_outputs=r)[0]


@accepted("q1")
def vector_jacobian(a, r):
    """torch.autograd.backward, and a Parameter"""
    own = nn.Parameter(a.detach().clone())
    torch.autograd.backward([own * own], grad_tensors=[r])
    return own.grad


@accepted("q1")
def vector_jacobian(a, r):
    """torch.func.vjp"""
    _, pull_back = torch.func.vjp(lambda t: t**2, a.detach())
    return pull_back(r)[0]


@accepted("q1")
def vector_jacobian(a, r):
    """The whole Jacobian, and a product with it"""
    return r @ torch.autograd.functional.jacobian(lambda t: t.pow(2), a.detach())


@accepted("q1")
def vector_jacobian(a, r):
    """Resets first, and hands back a copy"""
    own = torch.tensor(a.tolist(), dtype=a.dtype, requires_grad=True)
    own.grad = None
    torch.pow(own, 2).backward(r, retain_graph=True)
    return own.grad.clone()


# ---------------------------------------------------------------- q2: solve_linear_system


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """The gradient on paper"""
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        x = x - lr * 2 * A.T @ (A @ x - b)
    return x


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """SGD of torch.optim"""
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(A @ x, b, reduction="sum").backward()
        optimizer.step()
    return x


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """torch.autograd.grad, and the scalar product of the error with itself"""
    x = torch.zeros_like(A[0])
    while steps > 0:
        x = x.detach().requires_grad_()
        error = torch.mv(A, x) - b
        x = x - lr * torch.autograd.grad(error @ error, x)[0]
        steps -= 1
    return x.detach()


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """Columns in place of vectors, and products computed beforehand"""
    square, right = A.T @ A, A.T @ b.view(-1, 1)
    x = A.new_zeros(A.size(1), 1)
    for _ in range(steps):
        x -= 2 * lr * (square @ x - right)
    return x.view(-1)


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """.data, the norm squared, and .grad set to None"""
    x = nn.Parameter(torch.zeros(A.shape[1]).to(A))
    for _ in range(steps):
        loss = torch.linalg.vector_norm(A @ x - b + 0) ** 2
        loss.backward()
        x.data = x.data - lr * x.grad
        x.grad = None
    return x.data


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """Equation by equation, in plain Python"""
    rows, right = A.tolist(), b.tolist()
    x = [0.0] * len(rows[0])
    for _ in range(steps):
        errors = [
            sum(c * v for c, v in zip(row, x, strict=True)) - t
            for row, t in zip(rows, right, strict=True)
        ]
        gradient = [2 * sum(e * row[j] for e, row in zip(errors, rows, strict=True))
                    for j in range(len(x))]  # fmt: skip
        x = [v - lr * g for v, g in zip(x, gradient, strict=True)]
    return torch.tensor(x, dtype=A.dtype)


# ---------------------------------------------------------------- q3: fit_sine


@accepted("q3")
def fit_sine(x, y, init, step, steps):
    """Both derivatives on paper"""
    a0, a1 = init.detach().clone()
    losses = []
    for _ in range(steps):
        sine, cosine = torch.sin(a1 * x), torch.cos(a1 * x)
        error = a0 * sine - y
        losses.append(float((error**2).mean()))
        g0 = (2 * error * sine).mean()
        g1 = (2 * error * a0 * cosine * x).mean()
        scale = step / (1 + torch.sqrt(g0**2 + g1**2))
        a0, a1 = a0 - scale * g0, a1 - scale * g1
    return torch.stack([a0, a1]), losses


@accepted("q3")
def fit_sine(x, y, init, step, steps):
    """torch.autograd.grad, mse_loss, and a new tensor in each step"""
    a, losses = init.detach(), []
    for _ in range(steps):
        a = a.detach().requires_grad_()
        loss = nn.functional.mse_loss(a[0] * (a[1] * x).sin(), y)
        g = torch.autograd.grad(loss, a)[0]
        losses += [loss.item()]
        a = a - step * g / (1 + torch.linalg.norm(g))
    return [a.detach(), losses]


@accepted("q3")
def fit_sine(x, y, init, step, steps):
    """Two scalar parameters"""
    height = init[0].detach().clone().requires_grad_()
    frequency = init[1].detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        height.grad = frequency.grad = None
        loss = (height * torch.sin(frequency * x) - y).square().mean()
        loss.backward()
        losses.append(loss.detach().item())
        length = torch.hypot(height.grad, frequency.grad)
        with torch.no_grad():
            height -= step * height.grad / (1 + length)
            frequency -= step * frequency.grad / (1 + length)
    return torch.tensor([height, frequency], dtype=init.dtype), losses


@accepted("q3")
def fit_sine(x, y, init, step, steps):
    """SGD of torch.optim, with gradients that are scaled before the step"""
    a = nn.Parameter(init.detach().clone())
    optimizer = torch.optim.SGD([a], lr=step)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.mean((a[0] * torch.sin(a[1] * x) - y) ** 2)
        loss.backward()
        a.grad /= 1 + a.grad.norm()
        optimizer.step()
        losses.append(loss.item())
    return a, losses


@accepted("q3")
def fit_sine(x, y, init, step, steps):
    """NumPy inside, tensors outside, and the losses as an array of numbers"""
    import numpy as np

    inputs, targets, a = (t.detach().numpy().copy() for t in (x, y, init))
    losses = []
    for _ in range(steps):
        sine = np.sin(a[1] * inputs)
        error = a[0] * sine - targets
        losses.append(float(np.mean(error**2)))
        g = 2 * np.array(
            [np.mean(error * sine), np.mean(error * a[0] * inputs * np.cos(a[1] * inputs))]
        )
        a = a - step * g / (1 + np.linalg.norm(g))
    return torch.from_numpy(a.astype(inputs.dtype)), losses


# ---------------------------------------------------------------- q4: DigitClassifier


@accepted("q4")
class DigitClassifier(nn.Module):
    """A ModuleList, and ReLU in forward"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        self.hidden = nn.ModuleList(nn.Linear(n, m) for n, m in zip(sizes, hidden, strict=False))
        self.output = nn.Linear(sizes[-1], 10)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        for layer in self.hidden:
            x = nn.functional.relu(layer(x))
        return self.output(x)


@accepted("q4")
class DigitClassifier(nn.Sequential):
    """Derived from Sequential, with one shared ReLU and nn.Flatten"""

    def __init__(self, hidden, pixels=64):
        relu = nn.ReLU()
        layers = [nn.Flatten()]
        for n, m in zip([pixels, *hidden], hidden, strict=False):
            layers.extend((nn.Linear(n, m), relu))
        super().__init__(*layers, nn.Linear([pixels, *hidden][-1], 10))


@accepted("q4")
class DigitClassifier(nn.Module):
    """add_module with names, the last layer registered first"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        self.depth = len(hidden)
        self.add_module("last", nn.Linear(hidden[-1] if hidden else pixels, 10))
        inputs = pixels
        for i, width in enumerate(hidden):
            self.add_module(f"layer{i}", nn.Linear(inputs, width))
            inputs = width

    def forward(self, x):
        x = x.reshape(len(x), -1)
        for i in range(self.depth):
            x = getattr(self, f"layer{i}")(x).clamp(min=0)
        return self.last(x)


@accepted("q4")
class DigitClassifier(nn.Module):
    """A Sequential that grows, and torch.maximum"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        self.body = nn.Sequential()
        widths = [pixels, *hidden, 10]
        for i in range(len(widths) - 1):
            self.body.append(nn.Linear(widths[i], widths[i + 1]))

    def forward(self, x):
        h = torch.flatten(x, start_dim=1)
        *inner, last = self.body
        for layer in inner:
            z = layer(h)
            h = torch.maximum(z, torch.zeros_like(z))
        return last(h)


@accepted("q4")
class DigitClassifier(nn.Module):
    """A network within a network: the rest of the widths go to another one of its kind"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        if len(hidden) > 0:
            self.first = nn.Linear(pixels, hidden[0])
            self.rest = DigitClassifier(hidden[1:], hidden[0])
        else:
            self.first, self.rest = nn.Linear(pixels, 10), None

    def forward(self, x):
        z = self.first(x.flatten(1))
        return z if self.rest is None else self.rest(torch.relu(z))


# ---------------------------------------------------------------- q5: train_epoch, evaluate


@accepted("q5")
def train_epoch(model, loader, loss_fn, optimizer):
    """model.zero_grad, a list of losses, and the length of the data set"""
    model.train(True)
    weighted = []
    for batch in loader:
        x, y = batch
        model.zero_grad(set_to_none=True)
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        weighted.append(float(loss.detach()) * y.shape[0])
    return sum(weighted) / len(loader.dataset)


@accepted("q5")
def train_epoch(model, loader, loss_fn, optimizer):
    """A closure for the optimiser, gradients reset after the step"""
    import numpy as np

    model.train()
    values, sizes = [], []
    for x, y in loader:

        def closure(x=x, y=y):
            optimizer.zero_grad()
            loss = loss_fn(model.forward(x), y)
            loss.backward()
            return loss

        values.append(optimizer.step(closure).item())
        sizes.append(len(y))
        optimizer.zero_grad()
    return np.average(values, weights=sizes)


@accepted("q5")
def train_epoch(model, loader, loss_fn, optimizer):
    """A running mean, and gradients by torch.autograd.grad"""
    model.train()
    mean, seen = 0.0, 0
    parameters = list(model.parameters())
    for x, y in loader:
        loss = loss_fn(model(x), y)
        gradients = torch.autograd.grad(loss, parameters)
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.grad = gradient
        optimizer.step()
        seen += len(x)
        mean += (loss.item() - mean) * len(x) / seen
    return mean


@accepted("q5")
def evaluate(model, loader):
    """As a decorated function, with max in place of argmax"""

    @torch.no_grad()
    def count():
        right = 0
        for x, y in loader:
            _, predicted = torch.max(model(x), 1)
            right += int(torch.sum(predicted == y))
        return right

    model.eval()
    return count() / len(loader.dataset)


@accepted("q5")
def evaluate(model, loader):
    """All answers are collected first; inference mode; the softmax changes no answer"""
    model.train(False)
    answers = []
    with torch.inference_mode():
        for x, y in loader:
            answers.append(torch.softmax(model(x), dim=-1).argmax(-1).eq(y))
    return torch.cat(answers).double().mean().item()


@accepted("q5")
def evaluate(model, loader):
    """Image by image, back in the mode it came in, no_grad within the loop"""
    before = model.training
    model.eval()
    hits = []
    for x, y in loader:
        with torch.no_grad():
            logits = model(x)
        for row, label in zip(logits.tolist(), y.tolist(), strict=True):
            hits.append(row.index(max(row)) == label)
    model.train(before)
    return sum(hits) / len(hits)


@accepted("q5", cell=True)
def momentum():
    """Gradient descent with momentum"""
    torch.manual_seed(1)
    classifier = make_network()
    optimizer = torch.optim.SGD(classifier.parameters(), lr=0.1, momentum=0.9)
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, test_loader))


@accepted("q5", cell=True)
def functional():
    """RMSprop, the functional form of the loss, its own loader"""
    torch.manual_seed(2)
    classifier = make_network(width=64)
    optimizer = torch.optim.RMSprop(classifier.parameters(), lr=0.003)
    loader = DataLoader(TensorDataset(train_images, train_labels), batch_size=64, shuffle=True)
    losses, accuracies = [], []
    while len(losses) < 20:
        losses += [train_epoch(classifier, loader, nn.functional.cross_entropy, optimizer)]
        accuracies += [evaluate(classifier, test_loader)]


@accepted("q5", cell=True)
def schedule():
    """A learning rate that shrinks, in a network that is written out"""
    torch.manual_seed(3)
    classifier = nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = torch.optim.AdamW(classifier.parameters(), lr=0.01)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
    criterion = nn.CrossEntropyLoss()
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, criterion, optimizer))
        accuracies.append(evaluate(classifier, test_loader))
        scheduler.step()


# ---------------------------------------------------------------- q6: sweep


@accepted("q6")
def sweep(widths, learning_rates, run=pretend_run):
    """Two loops, lists, and a comparison on the way"""
    table, best, highest = [], None, float("-inf")
    for width in widths:
        row = []
        for lr in learning_rates:
            accuracy = run(width, lr)
            row.append(accuracy)
            if accuracy > highest:
                best, highest = (width, lr), accuracy
        table.append(row)
    return table, best


@accepted("q6")
def sweep(widths, learning_rates, run=pretend_run):
    """A dict of results, and its maximum"""
    found = {(width, lr): run(width, lr) for width in widths for lr in learning_rates}
    table = [[found[width, lr] for lr in learning_rates] for width in widths]
    return table, max(found, key=found.get)


@accepted("q6")
def sweep(widths, learning_rates, run=pretend_run):
    """A tensor that is filled place by place, and unravel_index"""
    table = torch.zeros(len(widths), len(learning_rates))
    for i in range(len(widths)):
        for j in range(len(learning_rates)):
            table[i, j] = run(widths[i], learning_rates[j])
    row, column = torch.unravel_index(table.argmax(), table.shape)
    return table, [widths[row], learning_rates[column]]


@accepted("q6")
def sweep(widths, learning_rates, run=pretend_run):
    """NumPy, and itertools.product"""
    import itertools

    import numpy as np

    pairs = list(itertools.product(widths, learning_rates))
    scores = np.array([run(*pair) for pair in pairs])
    return scores.reshape(len(widths), len(learning_rates)), pairs[int(scores.argmax())]


@accepted("q6")
def sweep(widths, learning_rates, run=pretend_run):
    """The best of each row first, then the best of those"""
    table = torch.stack([torch.tensor([run(w, r) for r in learning_rates]) for w in widths])
    by_row, columns = table.max(dim=1)
    row = by_row.tolist().index(by_row.max().item())
    return [table.tolist(), (widths[row], learning_rates[table[row].argmax()])]


# ---------------------------------------------------------------- q7: to_device


@accepted("q7")
def to_device(model, batch):
    """torch.device, a list, and the module on a line of its own"""
    device = torch.device("cuda:0") if torch.cuda.is_available() else torch.device("cpu")
    model.to(device)
    return [model, [part.to(device) for part in batch]]


@accepted("q7")
def to_device(model, batch):
    """.cuda(), where there is something to call it for"""
    if torch.cuda.is_available():
        return model.cuda(), tuple(part.cuda() for part in batch)
    return model, tuple(batch)


@accepted("q7")
def to_device(model, batch):
    """The batch follows the parameters"""
    model = model.to(device="cuda" if torch.cuda.device_count() > 0 else "cpu")
    place = next(model.parameters()).device
    x, y = batch
    return model, (x.to(place), y.to(place))


@accepted("q7")
def to_device(model, batch):
    """Whatever accelerator there is"""
    device = "cpu"
    if torch.accelerator.is_available():
        device = torch.accelerator.current_accelerator()
    moved = [part.to(device, non_blocking=True) for part in batch]
    return model.to(device), (moved[0], moved[1])


equivalent(
    "q2", "return x", "the same numbers; the question says nothing of whether they have a record"
)
equivalent(
    "q2",
    "L = ((b - (A @ x)) ** 2).sum()",
    "the square of a difference does not depend on its sign",
)
equivalent(
    "q3",
    "return a, losses",
    "the same numbers; the question says nothing of whether they have a record",
)
equivalent(
    "q3",
    "L = ((y - (a[0] * torch.sin(a[1] * x))) ** 2).mean()",
    "the square of a difference does not depend on its sign",
)
equivalent(
    "q5",
    "total = total + (loss.item() * len(x))",
    "total is a number of Python, for which both ways to add do the same",
)
equivalent(
    "q5",
    """import torch
if isinstance(globals().get("classifier"), torch.nn.Module):
with torch.no_grad():
[p.zero_() for p in list(classifier.parameters())[-1:]]""",
    "the last ten biases hardly matter: 351 of 360 images are still right, which is 97.5 %",
)
