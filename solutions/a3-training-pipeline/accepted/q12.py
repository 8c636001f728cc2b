"""Unusual right solutions of A3, q12 (train_with_scheduler)."""

import numpy as np
import torch

from autograder.checks import accepted


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
