"""What students get wrong in A6, q4 (a trained cnn), and what they read then."""

import torch
from torch import nn

from autograder.checks import misconception


@misconception(
    "q4",
    "Does your optimiser know of weight decay? Look at the argument of that name.",
    finding="no weight decay",
    cell=True,
)
def no_decay():
    """Adam without weight decay"""
    torch.manual_seed(0)
    cnn = SmallConvNet()
    cnn_optimizer = torch.optim.Adam(cnn.parameters(), lr=0.01)
    fit(cnn, train_images, train_labels, cnn_optimizer, epochs=20)


@misconception(
    "q4",
    "Your cnn has seen images that were to be kept apart. What do they still tell about it?",
    finding="trained on held-out data",
    cell=True,
)
def all_images():
    """Trains on all images"""
    torch.manual_seed(0)
    cnn = SmallConvNet()
    cnn_optimizer = torch.optim.AdamW(cnn.parameters(), lr=0.01, weight_decay=0.05)
    fit(cnn, images, labels, cnn_optimizer, epochs=15)


@misconception(
    "q4",
    "The parameters of your optimiser are those of another network. In which order do you make "
    "them?",
    finding="another optimiser",
    cell=True,
)
def made_anew():
    """The network is made anew behind the optimiser"""
    torch.manual_seed(0)
    cnn = SmallConvNet()
    cnn_optimizer = torch.optim.AdamW(cnn.parameters(), lr=0.01, weight_decay=0.05)
    cnn = SmallConvNet()
    other = torch.optim.AdamW(cnn.parameters(), lr=0.01)
    fit(cnn, train_images, train_labels, other, epochs=20)


@misconception(
    "q4",
    "It is on its way. Do the losses still fall when your training ends?",
    finding="just short of the goal",
    cell=True,
)
def too_short():
    """Stops after four epochs"""
    torch.manual_seed(0)
    cnn = SmallConvNet()
    cnn_optimizer = torch.optim.AdamW(cnn.parameters(), lr=0.01, weight_decay=0.05)
    fit(cnn, train_images, train_labels, cnn_optimizer, epochs=4)


@misconception(
    "q4",
    "Your network is larger than that of A4. Where are its many weights?",
    finding="too many parameters",
    cell=True,
)
def too_large():
    """A network with too many parameters"""
    torch.manual_seed(0)
    cnn = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(512, 10),
    )
    cnn_optimizer = torch.optim.AdamW(cnn.parameters(), lr=0.005, weight_decay=0.05)
    fit(cnn, train_images, train_labels, cnn_optimizer, epochs=15)


@misconception(
    "q4",
    "Naming one digit for every image would do as well as your cnn. What sets the size of a "
    "step, and how many steps are there?",
    finding="no better than a constant",
    cell=True,
)
def far_too_slow():
    """A learning rate that is far too small"""
    torch.manual_seed(0)
    cnn = SmallConvNet()
    cnn_optimizer = torch.optim.SGD(cnn.parameters(), lr=0.001, weight_decay=0.01)
    fit(cnn, train_images, train_labels, cnn_optimizer, epochs=3)


@misconception(
    "q4",
    "Under which name does the question ask you to keep the optimiser?",
    finding="no optimiser",
    cell=True,
)
def other_name():
    """Keeps the optimiser under another name"""
    torch.manual_seed(0)
    cnn = SmallConvNet()
    adam = torch.optim.AdamW(cnn.parameters(), lr=0.01, weight_decay=0.05)
    fit(cnn, train_images, train_labels, adam, epochs=20)
