"""Unusual right solutions of A5, q2 (train_autoencoder, model)."""

import torch
from torch import nn

from autograder.checks import accepted, equivalent


@accepted("q2")
def train_autoencoder(model, images, epochs, batch_size, lr):
    """A DataLoader over a TensorDataset"""
    from torch.utils.data import DataLoader, TensorDataset

    loader = DataLoader(TensorDataset(images), batch_size=batch_size, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    criterion = nn.MSELoss()
    losses = []
    model.train()
    for _ in range(epochs):
        total = 0.0
        for (x,) in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), x)
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total / len(loader))
    model.eval()
    return losses


@accepted("q2")
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Slices of a shuffled copy, and a running sum"""
    adam = torch.optim.Adam(params=model.parameters(), lr=lr)
    history = []
    for _epoch in range(epochs):
        shuffled = images[torch.randperm(images.shape[0])]
        total, steps = 0.0, 0
        for start in range(0, len(shuffled), batch_size):
            x = shuffled[start : start + batch_size]
            error = ((x - model(x)) ** 2).mean()
            model.zero_grad()
            error.backward()
            adam.step()
            total, steps = total + float(error), steps + 1
        history.append(total / steps)
    return history


@accepted("q2")
def train_autoencoder(model, images, epochs, batch_size, lr):
    """One step in a function of its own, with a closure"""
    optimizer = torch.optim.Adam(list(model.parameters()), lr)

    def step(x):
        def closure():
            optimizer.zero_grad(set_to_none=False)
            loss = torch.square(model(x) - x).sum() / x.numel()
            loss.backward()
            return loss

        return optimizer.step(closure).item()

    losses = []
    while len(losses) < epochs:
        order = torch.randperm(len(images))
        of_batches = [step(images[batch]) for batch in order.split(batch_size)]
        losses.append(torch.tensor(of_batches).mean().item())
    return losses


@accepted("q2")
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Numbers shuffled by NumPy, and the mean by NumPy"""
    import numpy as np

    optimizer = torch.optim.Adam(model.parameters(), lr=lr, betas=(0.9, 0.999))
    numbers = np.arange(len(images))
    losses = []
    for _ in range(epochs):
        np.random.shuffle(numbers)
        of_epoch = []
        for i in range(0, len(numbers), batch_size):
            x = images[torch.from_numpy(numbers[i : i + batch_size].copy())]
            loss = nn.functional.mse_loss(x, model(x))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            of_epoch.append(loss.detach().numpy())
        losses.append(float(np.mean(of_epoch)))
    return losses


@accepted("q2")
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Adam by hand"""
    parameters = list(model.parameters())
    means = [torch.zeros_like(p) for p in parameters]
    squares = [torch.zeros_like(p) for p in parameters]
    steps, losses = 0, []
    for _ in range(epochs):
        of_epoch = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            gradients = torch.autograd.grad(loss, parameters)
            steps += 1
            with torch.no_grad():
                for p, m, v, g in zip(parameters, means, squares, gradients, strict=True):
                    m.mul_(0.9).add_(0.1 * g)
                    v.mul_(0.999).add_(0.001 * g * g)
                    p -= lr * (m / (1 - 0.9**steps)) / ((v / (1 - 0.999**steps)).sqrt() + 1e-8)
            of_epoch.append(loss.item())
        losses.append(sum(of_epoch) / len(of_epoch))
    return losses


@accepted("q2", cell=True)
def in_two_parts():
    """Large steps first, then small ones"""
    torch.manual_seed(3)
    model = Autoencoder(8)
    losses = []
    for lr, epochs in ((0.02, 6), (0.005, 4)):
        losses += train_autoencoder(model, X_train, epochs=epochs, batch_size=96, lr=lr)


@accepted("q2", cell=True)
def until_it_is_good():
    """Small batches, until the training loss is low enough"""
    torch.manual_seed(17)
    model = Autoencoder(embedding_dim=8)
    losses = [1.0]
    while losses[-1] > 0.017:
        losses += train_autoencoder(model, X_train, epochs=2, batch_size=48, lr=0.005)
    losses = losses[1:]


@accepted("q2", cell=True)
def another_loop():
    """A loop of its own, with momentum"""
    torch.manual_seed(2)
    model = Autoencoder(8)
    optimizer = torch.optim.SGD(model.parameters(), lr=4.0, momentum=0.9)
    losses = []
    for _ in range(20):
        for batch in torch.randperm(len(X_train)).split(64):
            x = X_train[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())


equivalent(
    "q2",
    """import torch
if isinstance(globals().get("model"), torch.nn.Module):
with torch.no_grad():
[p.zero_() for p in list(model.parameters())[-1:]]
""",
    "the last biases hardly matter: without them the held-out error is 0.0166 in place of 0.0164",
)
