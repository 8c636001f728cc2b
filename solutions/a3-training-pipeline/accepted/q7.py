"""Unusual right solutions of A3, q7 (make_train_step)."""

import torch

from autograder.checks import accepted


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
