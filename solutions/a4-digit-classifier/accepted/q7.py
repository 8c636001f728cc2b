"""Unusual right solutions of A4, q7 (to_device)."""

import torch

from autograder.checks import accepted


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
