"""Unusual right solutions of A3, q10 (train_loop)."""

import numpy as np
import torch

from autograder.checks import accepted


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
