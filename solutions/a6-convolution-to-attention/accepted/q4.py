"""Unusual right solutions of A6, q4 (a trained cnn)."""

import torch
from torch import nn
from torch.nn import functional as F

from autograder.checks import accepted, equivalent


@accepted("q4", cell=True)
def momentum():
    """Gradient descent with momentum, and a larger decay for weights than for shifts"""
    torch.manual_seed(1)
    cnn = SmallConvNet()
    weights = [p for p in cnn.parameters() if p.dim() > 1]
    shifts = [p for p in cnn.parameters() if p.dim() == 1]
    cnn_optimizer = torch.optim.SGD(
        [{"params": weights, "weight_decay": 1e-3}, {"params": shifts}], lr=0.1, momentum=0.9
    )
    fit(cnn, train_images, train_labels, cnn_optimizer, epochs=25)


@accepted("q4", cell=True)
def own_loop():
    """A loop of its own, with a schedule, in a network that is written out"""
    torch.manual_seed(2)
    cnn = nn.Sequential(
        nn.Conv2d(1, 10, 3, padding=1),
        nn.BatchNorm2d(10),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(10, 15, 3, padding=1),
        nn.BatchNorm2d(15),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(60, 10),
    )
    cnn_optimizer = torch.optim.Adam(cnn.parameters(), lr=0.02, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(cnn_optimizer, 20)
    for _ in range(20):
        cnn.train()
        for batch in torch.randperm(len(train_images)).split(50):
            cnn_optimizer.zero_grad()
            F.cross_entropy(cnn(train_images[batch]), train_labels[batch]).backward()
            cnn_optimizer.step()
        schedule.step()


@accepted("q4", cell=True)
def smoothing():
    """More epochs in several calls, and another batch size"""
    torch.manual_seed(3)
    cnn = SmallConvNet()
    cnn_optimizer = torch.optim.AdamW(cnn.parameters(), lr=0.005, weight_decay=0.1)
    for size in (32, 64, 128):
        fit(cnn, train_images, train_labels, cnn_optimizer, 8, batch_size=size)


equivalent(
    "q4",
    """import torch
if isinstance(globals().get("cnn"), torch.nn.Module):
with torch.no_grad():
[p.zero_() for p in list(cnn.parameters())[-1:]]""",
    "the last ten biases hardly matter: as many images as before are right, or nearly",
)
