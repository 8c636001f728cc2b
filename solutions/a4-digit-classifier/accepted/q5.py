"""Unusual right solutions of A4, q5 (train_epoch, evaluate)."""

import torch
from torch import nn

from autograder.checks import accepted, equivalent


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
        accuracies.append(evaluate(classifier, val_loader))


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
        accuracies += [evaluate(classifier, val_loader)]


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
        accuracies.append(evaluate(classifier, val_loader))
        scheduler.step()


equivalent(
    "q5",
    "total = total + (loss.item() * len(x))",
    "total is a number of Python, for which both ways to add do the same",
)
