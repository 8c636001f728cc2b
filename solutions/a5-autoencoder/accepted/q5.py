"""Unusual right solutions of A5, q5 (embedding_table)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q5")
def embedding_table(model, images, labels):
    """hstack, and detach in place of no_grad"""
    return torch.hstack((labels.float()[:, None], model.encode(images).detach()))


@accepted("q5")
def embedding_table(model, images, labels):
    """Row by row"""
    rows = []
    with torch.no_grad():
        for image, label in zip(images, labels, strict=True):
            rows.append([label.item(), *model.encode(image.view(1, -1))[0].tolist()])
    return torch.tensor(rows)


@accepted("q5")
def embedding_table(model, images, labels):
    """Filled into an empty table"""
    with torch.no_grad():
        z = model.encode(images)
    table = torch.empty(len(images), 1 + z.shape[1])
    table[:, 0] = labels
    table[:, 1:] = z
    return table


@accepted("q5")
def embedding_table(model, images, labels):
    """In batches of 4, put together in the end"""
    with torch.no_grad():
        z = torch.cat([model.encode(batch) for batch in images.split(4)])
    return torch.column_stack([labels, z])


@accepted("q5")
def embedding_table(model, images, labels):
    """Padded at the left, then filled; float64"""
    model.eval()
    with torch.inference_mode():
        z = model.encode(images).double()
    table = nn.functional.pad(z.clone(), (1, 0))
    table[:, 0] = labels
    return table
