"""Unusual solutions of A3 that are right: each must get full marks for its question."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset, random_split

from autograder.checks import accepted, equivalent

# ---------------------------------------------------------------- q1: train_val_split


@accepted("q1")
def train_val_split(x, y, train_fraction, seed):
    """NumPy's newer generator, and split"""
    order = np.random.default_rng(seed).permutation(x.shape[0])
    train, val = np.split(order, [round(train_fraction * x.shape[0])])
    return [x[train], y[train], x[val], y[val]]


@accepted("q1")
def train_val_split(x, y, train_fraction, seed):
    """The global generator, seeded; validation rows first in the order"""
    np.random.seed(seed)
    order = np.arange(len(x))
    np.random.shuffle(order)
    held_back = len(x) - round(len(x) * train_fraction)
    val, train = order[:held_back], order[held_back:]
    return x[train], y[train], x[val], y[val]


@accepted("q1")
def train_val_split(x, y, train_fraction, seed):
    """A mask of chosen rows, which keeps their order"""
    draws = np.random.default_rng(seed)
    train = np.zeros(len(x), dtype=bool)
    train[draws.choice(len(x), round(train_fraction * len(x)), replace=False)] = True
    return x[train], y[train], x[~train], y[~train]


@accepted("q1")
def train_val_split(x, y, train_fraction, seed):
    """PyTorch draws the order"""
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed)).numpy()
    count = round(train_fraction * len(x))
    (x_train, x_val), (y_train, y_val) = (np.split(part[order], [count]) for part in (x, y))
    return x_train, y_train, x_val, y_val


@accepted("q1")
def train_val_split(x, y, train_fraction, seed):
    """Python's own random numbers, and x and y in one table"""
    import random

    rows = list(np.hstack([x, y]))
    random.Random(seed).shuffle(rows)
    table = np.array(rows)
    count, columns = round(train_fraction * len(x)), x.shape[1]
    train, val = table[:count], table[count:]
    return train[:, :columns], train[:, columns:], val[:, :columns], val[:, columns:]


# ---------------------------------------------------------------- q2: mse_gradients


@accepted("q2")
def mse_gradients(a, b, x, y):
    """Sums divided by N"""
    n = len(x)
    error = y - a - b * x
    return -2 / n * np.sum(error), -2 / n * np.sum(x * error)


@accepted("q2")
def mse_gradients(a, b, x, y):
    """One matrix product with the design matrix, and an array as the result's source"""
    design = np.hstack([np.ones_like(x), x])
    gradient = 2 / len(x) * design.T @ (design @ np.array([[a], [b]]) - y)
    return gradient[0, 0], gradient[1, 0]


@accepted("q2")
def mse_gradients(a, b, x, y):
    """Multiplied out, with means only"""
    a_grad = 2 * (a + b * np.mean(x) - np.mean(y))
    b_grad = 2 * (a * np.mean(x) + b * np.mean(x**2) - np.mean(x * y))
    return float(a_grad), float(b_grad)


@accepted("q2")
def mse_gradients(a, b, x, y):
    """Point by point"""
    a_grad = b_grad = 0.0
    for u, v in zip(x.flatten().tolist(), y.flatten().tolist(), strict=True):
        a_grad += 2 * (a + b * u - v) / len(x)
        b_grad += 2 * (a + b * u - v) * u / len(x)
    return [a_grad, b_grad]


@accepted("q2")
def mse_gradients(a, b, x, y):
    """Flat arrays, and a scalar product"""
    u, v = x.ravel(), y.ravel()
    y_hat_grad = 2 * (a + b * u - v) / u.size
    return y_hat_grad.sum(), np.dot(y_hat_grad, u)


# ---------------------------------------------------------------- q3: fit_numpy


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs):
    """Calls mse_gradients"""
    for _ in range(epochs):
        a_grad, b_grad = mse_gradients(a, b, x, y)
        a, b = a - lr * a_grad, b - lr * b_grad
    return a, b


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs):
    """A vector of parameters, and matrix products"""
    design = np.hstack([np.ones_like(x), x])
    parameters = np.array([[a], [b]])
    while epochs > 0:
        parameters = parameters - 2 * lr / len(x) * design.T @ (design @ parameters - y)
        epochs -= 1
    return tuple(parameters[:, 0])


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs):
    """Updates in place, gradients first; Python floats in the end"""
    for _epoch in range(epochs):
        residual = y - (b * x + a)
        step = lr * 2 * np.mean(residual)
        b += lr * 2 * np.mean(residual * x)
        a += step
    return float(a), float(b)


@accepted("q3")
def fit_numpy(x, y, a, b, lr, epochs):
    """Means of the data once, before the loop"""
    mx, my, mxx, mxy = x.mean(), y.mean(), (x * x).mean(), (x * y).mean()
    for _ in range(epochs):
        a, b = (
            a - 2 * lr * (a + b * mx - my),
            b - 2 * lr * (a * mx + b * mxx - mxy),
        )
    return a, b


# ---------------------------------------------------------------- q4: fit_autograd


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """New leaves in each epoch, gradients by torch.autograd.grad"""
    for _ in range(epochs):
        a, b = (torch.as_tensor(v).detach().requires_grad_() for v in (a, b))
        a_grad, b_grad = torch.autograd.grad(nn.functional.mse_loss(a + b * x, y), [a, b])
        a, b = a - lr * a_grad, b - lr * b_grad
    return torch.as_tensor(a), torch.as_tensor(b)


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """Shape (1,), an update of .data, gradients set to None"""
    a = torch.tensor([a], requires_grad=True)
    b = torch.tensor([b], requires_grad=True)
    for _ in range(epochs):
        loss = torch.mean((y - (a + x * b)) ** 2)
        loss.backward()
        for parameter in (a, b):
            parameter.data -= lr * parameter.grad
            parameter.grad = None
    return a, b


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """One vector of both parameters, reset before backward"""
    line = torch.tensor([a, b], requires_grad=True)
    for _ in range(epochs):
        if line.grad is not None:
            line.grad.zero_()
        (line[0] + line[1] * x - y).square().mean().backward()
        with torch.no_grad():
            line.sub_(line.grad, alpha=lr)
    return line.detach()[0], line.detach()[1]


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """An optimiser does the update and the reset"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    optimizer = torch.optim.SGD([a, b], lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        nn.MSELoss()(a + b * x, y).backward()
        optimizer.step()
    return a, b


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """float64, a new tensor under no_grad that is told to want gradients"""
    a, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (a, b))
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        with torch.no_grad():
            a, b = (v - lr * v.grad for v in (a, b))
        a.requires_grad_()
        b.requires_grad_()
    return a, b


@accepted("q4")
def fit_autograd(x, y, a, b, lr, epochs):
    """torch.func finds the gradients of a function of both"""

    def loss(line):
        return nn.functional.mse_loss(line[0] + line[1] * x, y)

    line = torch.tensor([a, b])
    for _ in range(epochs):
        line = line - lr * torch.func.grad_and_value(loss)(line)[0]
    return line[0], line[1]


# ---------------------------------------------------------------- q5: graph_operations


@accepted("q5")
def graph_operations(tensor):
    """Calls itself, with the nodes seen so far"""
    seen = []

    def visit(node):
        if node is None or any(node is other for other in seen):
            return
        seen.append(node)
        for parent, _ in node.next_functions:
            visit(parent)

    visit(tensor.grad_fn)
    return [type(node).__name__ for node in seen]


@accepted("q5")
def graph_operations(tensor):
    """Level by level, sorted"""
    level = {tensor.grad_fn} - {None}
    found = set()
    while level:
        found |= level
        level = {parent for node in level for parent, _ in node.next_functions} - found - {None}
    return sorted(type(node).__name__ for node in found)


@accepted("q5")
def graph_operations(tensor):
    """A queue, and a dictionary from nodes to names"""
    from collections import deque

    names, queue = {}, deque([tensor.grad_fn])
    while queue:
        node = queue.popleft()
        if node is None or node in names:
            continue
        names[node] = node.__class__.__name__
        for pair in node.next_functions:
            queue.append(pair[0])
    return list(names.values())


@accepted("q5")
def graph_operations(tensor):
    """A list that grows while it is gone through"""
    nodes = [tensor.grad_fn] if tensor.grad_fn is not None else []
    for node in nodes:
        nodes += [p for p, _ in dict.fromkeys(node.next_functions) if p and p not in nodes]
    return [str(type(node).__name__) for node in nodes]


# ---------------------------------------------------------------- q6: the two classes


@accepted("q6")
class ManualLinearRegression(nn.Module):
    """Other names, the slope first, Parameters by register_parameter"""

    def __init__(self):
        super().__init__()
        self.register_parameter("slope", nn.Parameter(torch.randn((1,))))
        self.register_parameter("intercept", nn.Parameter(torch.randn((1,))))

    def forward(self, x):
        return torch.addcmul(self.intercept, self.slope, x)


@accepted("q6")
class ManualLinearRegression(nn.Module):
    """A ParameterList, and a type and a gradient that are spelled out"""

    def __init__(self):
        super(ManualLinearRegression, self).__init__()  # noqa: UP008
        self.line = nn.ParameterList(
            nn.Parameter(torch.randn(1, dtype=torch.float), requires_grad=True) for _ in range(2)
        )

    def forward(self, x):
        a, b = self.line
        return x * b + a


@accepted("q6")
class ManualLinearRegression(nn.Module):
    """A ParameterDict"""

    def __init__(self):
        super().__init__()
        self.of = nn.ParameterDict({name: torch.randn(1) for name in ("a", "b")})

    def forward(self, x):
        return self.of["a"] + torch.mul(x, self.of["b"])


@accepted("q6")
class LayerLinearRegression(nn.Sequential):
    """Derived from Sequential"""

    def __init__(self):
        super().__init__(nn.Linear(1, 1))


@accepted("q6")
class LayerLinearRegression(nn.Linear):
    """Derived from the layer itself"""

    def __init__(self):
        super().__init__(in_features=1, out_features=1)


@accepted("q6")
class LayerLinearRegression(nn.Module):
    """The product written out, with the weights of the layer"""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(1, 1)

    def forward(self, x):
        return x @ self.layer.weight.T + self.layer.bias


# ---------------------------------------------------------------- q7: make_train_step


@accepted("q7")
def make_train_step(model, loss_fn, optimizer):
    """Resets first, through the model"""

    def step(inputs, labels):
        model.train()
        model.zero_grad()
        y_hat = model(inputs)
        loss = loss_fn(y_hat, labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


@accepted("q7")
def make_train_step(model, loss_fn, optimizer):
    """An object that can be called"""

    class Step:
        def __call__(self, x, y):
            model.train(True)
            optimizer.zero_grad(set_to_none=False)
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            return float(loss.detach())

    return Step()


@accepted("q7")
def make_train_step(model, loss_fn, optimizer):
    """functools.partial over a function of five arguments"""
    from functools import partial

    def step(model, loss_fn, optimizer, x, y):
        loss = loss_fn(model.train()(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach().numpy().item()

    return partial(step, model, loss_fn, optimizer)


@accepted("q7")
def make_train_step(model, loss_fn, optimizer):
    """A closure for the optimiser, as LBFGS would want it"""

    def train_step(x, y):
        def closure():
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            return loss

        model.train()
        return optimizer.step(closure).item()

    return train_step


@accepted("q7")
def make_train_step(model, loss_fn, optimizer):
    """Resets by hand, under enable_grad"""

    def train_step(x, y):
        if not model.training:
            model.train()
        with torch.enable_grad():
            loss = loss_fn(model(x), y)
        torch.autograd.backward(loss)
        optimizer.step()
        for parameter in model.parameters():
            parameter.grad = None
        return loss.tolist()

    return train_step


# ---------------------------------------------------------------- q8: data set and loaders


@accepted("q8")
def make_loaders(x, y, sizes, batch_size, seed):
    """TensorDataset, a generator each, and the loaders in a list"""
    train, val = random_split(
        TensorDataset(x, y), sizes, generator=torch.Generator().manual_seed(seed)
    )
    order = torch.Generator().manual_seed(seed + 1)
    return [
        DataLoader(train, batch_size, shuffle=True, generator=order),
        DataLoader(val, batch_size, shuffle=False),
    ]


@accepted("q8")
def make_loaders(x, y, sizes, batch_size, seed):
    """The indices of the parts, a Subset each, and a sampler that shuffles"""
    from torch.utils.data import RandomSampler, Subset

    source = torch.Generator()
    source.manual_seed(seed)
    rows = torch.randperm(len(x), generator=source).tolist()
    pairs = RegressionDataset(x, y)
    train, val = Subset(pairs, rows[: sizes[0]]), Subset(pairs, rows[sizes[0] :])
    sampler = RandomSampler(train, generator=source)
    return DataLoader(train, batch_size, sampler=sampler), DataLoader(val, batch_size)


@accepted("q8")
def make_loaders(x, y, sizes, batch_size, seed):
    """Tensors of the parts, and a batch sampler"""
    from torch.utils.data import BatchSampler, RandomSampler

    source = torch.Generator().manual_seed(seed)
    train, val = random_split(range(len(x)), sizes, generator=source)
    parts = [TensorDataset(x[list(part)], y[list(part)]) for part in (train, val)]
    batches = BatchSampler(RandomSampler(parts[0], generator=source), batch_size, drop_last=False)
    return DataLoader(parts[0], batch_sampler=batches), DataLoader(parts[1], batch_size=batch_size)


@accepted("q8")
class RegressionDataset(Dataset):
    """Pairs made beforehand, in a list"""

    def __init__(self, x, y):
        self.pairs = list(zip(x, y, strict=True))

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        return self.pairs[index]


@accepted("q8")
class RegressionDataset(TensorDataset):
    """Derived from TensorDataset"""

    def __init__(self, x, y):
        super().__init__(x, y)


@accepted("q8")
class RegressionDataset(Dataset):
    """super().__init__(), shapes, and a list as the pair"""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.tensors = (inputs.clone(), outputs.clone())

    def __len__(self):
        return self.tensors[0].shape[0]

    def __getitem__(self, i):
        return [tensor[i] for tensor in self.tensors]


# ---------------------------------------------------------------- q9: validate


@accepted("q9")
def validate(model, loss_fn, loader):
    """A running sum, divided by the number of batches"""
    model.eval()
    total = 0.0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item()
    return total / len(loader)


@accepted("q9")
def validate(model, loss_fn, loader):
    """An inner function with a decorator, and NumPy's mean"""

    @torch.no_grad()
    def losses():
        for x, y in loader:
            yield loss_fn(model(x), y).item()

    model.train(False)
    return float(np.mean(list(losses())))


@accepted("q9")
def validate(model, loss_fn, loader):
    """inference_mode, a stack of tensors, and the old mode restored"""
    before = model.training
    model.eval()
    with torch.inference_mode():
        losses = torch.stack([loss_fn(model(x), y) for x, y in loader])
    model.train(before)
    return losses.mean().item()


@accepted("q9")
def validate(model, loss_fn, loader):
    """set_grad_enabled, a running mean, and statistics"""
    from statistics import fmean

    network = model.eval()
    losses = []
    with torch.set_grad_enabled(False):
        for batch in loader:
            inputs, labels = batch
            losses.append(float(loss_fn(network(inputs), labels)))
    return fmean(losses)


# ---------------------------------------------------------------- q10: train_loop


@accepted("q10")
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Built from the functions of questions 7 and 9"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        of_batches = [step(x, y) for x, y in train_loader]
        losses.append(sum(of_batches) / len(of_batches))
        val_losses.append(validate(model, loss_fn, val_loader))
    return losses, val_losses


@accepted("q10")
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Running sums, reset before backward, inference_mode"""
    history = {"train": [], "val": []}
    for _epoch in range(epochs):
        running = 0.0
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            running += loss.item()
        history["train"].append(running / len(train_loader))
        running = 0.0
        model.eval()
        with torch.inference_mode():
            for x, y in val_loader:
                running += loss_fn(model(x), y).item()
        history["val"].append(running / len(val_loader))
    return history["train"], history["val"]


@accepted("q10")
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """One inner function for both halves, grad switched by an argument; NumPy's means"""

    def run(loader, training):
        model.train(training)
        found = []
        with torch.set_grad_enabled(training):
            for x, y in loader:
                loss = loss_fn(model(x), y)
                if training:
                    model.zero_grad()
                    loss.backward()
                    optimizer.step()
                found.append(loss.item())
        return np.mean(found)

    curves = [(run(train_loader, True), run(val_loader, False)) for _ in range(epochs)]
    return [float(t) for t, _ in curves], [float(v) for _, v in curves]


@accepted("q10")
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Losses as tensors until the epoch ends; lists filled in place"""
    losses, val_losses = [0.0] * epochs, [0.0] * epochs
    for epoch in range(epochs):
        model.train()
        kept = []
        for batch in train_loader:
            loss = loss_fn(model(batch[0]), batch[1])
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            kept.append(loss.detach())
        losses[epoch] = torch.stack(kept).mean().item()
        model.eval()
        with torch.no_grad():
            kept = torch.tensor([loss_fn(model(x), y) for x, y in val_loader])
        val_losses[epoch] = kept.mean().item()
    return [losses, val_losses]


# ---------------------------------------------------------------- q11: checkpoints


@accepted("q11")
def save_checkpoint(path, model, optimizer, epoch):
    """Other keys are the reader's business only: here they are the same, and the file is opened"""
    with open(path, "wb") as file:
        torch.save(
            dict(epoch=epoch, optimizer=optimizer.state_dict(), model=model.state_dict()),  # noqa: C408
            file,
        )


@accepted("q11")
def save_checkpoint(path, model, optimizer, epoch):
    """Copies of all states, and an extra entry"""
    import copy

    checkpoint = {"model": None, "optimizer": None, "epoch": int(epoch), "version": "1"}
    checkpoint["model"] = {k: v.detach().clone() for k, v in model.state_dict().items()}
    checkpoint["optimizer"] = copy.deepcopy(optimizer.state_dict())
    torch.save(checkpoint, str(path))


@accepted("q11")
def load_checkpoint(path, model, optimizer):
    """Parameters and buffers copied one by one, the file read with all its types"""
    checkpoint = torch.load(path, weights_only=False, map_location="cpu")
    with torch.no_grad():
        for name, tensor in (*model.named_parameters(), *model.named_buffers()):
            tensor.copy_(checkpoint["model"][name])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return int(checkpoint["epoch"])


@accepted("q11")
def load_checkpoint(path, model, optimizer):
    """A loop over what has a state, and both modes of strictness"""
    checkpoint = torch.load(path, weights_only=True)
    for key, thing in (("model", model), ("optimizer", optimizer)):
        thing.load_state_dict(checkpoint.pop(key))
    model.train()
    (epoch,) = checkpoint.values()
    return epoch


# ---------------------------------------------------------------- q12: train_with_scheduler


@accepted("q12")
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Built from the functions of questions 7 and 9, rates by get_last_lr"""
    step = make_train_step(model, loss_fn, optimizer)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates += [scheduler.get_last_lr()[0]]
        for x, y in train_loader:
            step(x, y)
        val_losses.append(validate(model, loss_fn, val_loader))
        watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
        scheduler.step(*val_losses[-1:] if watches else ())
    return val_losses, learning_rates


@accepted("q12")
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Built on question 10, one epoch at a time"""
    from torch.optim.lr_scheduler import ReduceLROnPlateau

    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.extend(group["lr"] for group in optimizer.param_groups[:1])
        _, found = train_loop(model, loss_fn, optimizer, train_loader, val_loader, 1)
        val_losses += found
        if isinstance(scheduler, ReduceLROnPlateau):
            scheduler.step(metrics=found[0])
        else:
            scheduler.step()
    return val_losses, learning_rates


@accepted("q12")
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """The rate is noted behind the steps, before the scheduler's; running sums"""
    history = []
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        total = 0.0
        with torch.inference_mode():
            for x, y in val_loader:
                total += loss_fn(model(x), y).item()
        history.append((total / len(val_loader), optimizer.param_groups[0]["lr"]))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(history[-1][0])
        else:
            scheduler.step()
    return [loss for loss, _ in history], [rate for _, rate in history]


@accepted("q12")
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Decides once how the scheduler is stepped"""
    if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
        advance = scheduler.step
    else:

        def advance(_):
            scheduler.step()

    rates = [optimizer.state_dict()["param_groups"][0]["lr"]]
    val_losses = []
    for _ in range(epochs):
        model.train()
        for batch in train_loader:
            model.zero_grad()
            loss_fn(model(batch[0]), batch[1]).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            val_losses.append(np.mean([loss_fn(model(x), y).item() for x, y in val_loader]).item())
        advance(val_losses[-1])
        rates.append(optimizer.state_dict()["param_groups"][0]["lr"])
    return val_losses, rates[:epochs]


equivalent(
    "q4",
    "loss = ((y - (a + b * x)) ** 2).mean()",
    "the square of a difference is the same in either order, and so is its gradient",
)
