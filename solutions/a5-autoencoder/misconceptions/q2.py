"""What students get wrong in A5, q2 (train_autoencoder: the steps), and what they read then."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q2",
    "The model that your function is given comes out as it went in, and is not even asked. Which "
    "model do you train in its place?",
    finding="model not used",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Makes a model of its own, and trains that"""
    net = Autoencoder(8, images.shape[1])
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(net(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Your losses stay where they are, and so do the parameters. Go through the five moves of a "
    "training step: is each of them there, and in this order?",
    finding="no step",
)
def train_autoencoder():
    """The gradients are reset between backward and step"""
    edit(
        "loss = nn.functional.mse_loss(model(x), x)",
        "loss = nn.functional.mse_loss(model(x), x)\nloss.backward()",
    )
    edit("loss.backward()", "")


@misconception(
    "q2",
    "backward adds to the gradients that are there. What do yours consist of in the tenth step?",
    finding="gradients left behind",
)
def train_autoencoder():
    """Gradients are never reset"""
    edit("optimizer.zero_grad()", "")


@misconception(
    "q2",
    "Call your function with a learning rate of 0: the model still changes. What does your "
    "optimiser know about lr?",
    finding="learning rate ignored",
)
def train_autoencoder():
    """Adam is made without lr"""
    edit("torch.optim.Adam(model.parameters(), lr=lr)", "torch.optim.Adam(model.parameters())")


@misconception(
    "q2",
    "The steps are steps downhill, but of another optimiser than the one that was asked for.",
    finding="plain gradient descent",
)
def train_autoencoder():
    """SGD in place of Adam"""
    edit(
        "torch.optim.Adam(model.parameters(), lr=lr)",
        "torch.optim.SGD(model.parameters(), lr=lr)",
    )


@misconception(
    "q2",
    "Adam remembers earlier gradients, and sizes its steps by them. How long does the memory of "
    "yours last?",
    finding="optimiser made anew",
)
def train_autoencoder():
    """The optimiser is made in the loop over epochs"""
    edit("optimizer = torch.optim.Adam(model.parameters(), lr=lr)", "")
    edit(
        "batch_losses = []",
        "optimizer = torch.optim.Adam(model.parameters(), lr=lr)\nbatch_losses = []",
    )


@misconception(
    "q2",
    "Is a difference of 0.2 counted as 0.2 by your loss, or as 0.04? Which of the two has the "
    "formula of Part 1?",
    finding="absolute error",
)
def train_autoencoder():
    """The absolute error in place of the squared one"""
    edit("nn.functional.mse_loss(model(x), x)", "(model(x) - x).abs().mean()")


@misconception(
    "q2",
    "Some images are never seen in an epoch. What becomes of those that do not fill a batch?",
    finding="last batch dropped",
)
def train_autoencoder():
    """The last batch is left out"""
    edit(
        "batch_losses = []",
        "order = torch.randperm(len(images))\nbatch_losses = []",
    )
    edit(
        "for batch in torch.randperm(len(images)).split(batch_size):",
        "for i in range(len(images) // batch_size):",
    )
    edit("images[batch]", "images[order[i * batch_size : (i + 1) * batch_size]]")


@misconception(
    "q2",
    "The images come in the same order in each epoch, the one that they have in the training set. "
    "Which line of the example in Part 3 is missing here?",
    finding="not shuffled",
)
def train_autoencoder():
    """The images are not shuffled"""
    edit(
        "for batch in torch.randperm(len(images)).split(batch_size):",
        "for x in images.split(batch_size):",
    )
    edit("x = images[batch]", "")


@misconception(
    "q2",
    "You shuffle, but how often? Compare the batches of your first and your second epoch.",
    finding="shuffled only once",
)
def train_autoencoder():
    """One random order for all epochs"""
    edit(
        "optimizer = torch.optim.Adam(model.parameters(), lr=lr)",
        "optimizer = torch.optim.Adam(model.parameters(), lr=lr)\n"
        "order = torch.randperm(len(images))",
    )
    edit("torch.randperm(len(images)).split(batch_size)", "order.split(batch_size)")


@misconception(
    "q2",
    "Drawing numbers is not shuffling: after each draw, yours go back into the hat. Does every "
    "image get its turn in an epoch?",
    finding="drawn with replacement",
)
def train_autoencoder():
    """Batches are drawn with replacement"""
    edit(
        "torch.randperm(len(images)).split(batch_size)",
        "torch.randint(len(images), (len(images),)).split(batch_size)",
    )


@misconception(
    "q2",
    "One step per epoch is a slow way down. Where in your function does batch_size turn up?",
    finding="batch size ignored",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """All images in one batch"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = nn.functional.mse_loss(model(images), images)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@misconception(
    "q2",
    "Each batch should find a model that has learned from the batch before. How far to the left "
    "does your step stand, in the loop over batches or behind it?",
    finding="too few steps",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """One step at the end of each epoch, for the gradients of all batches"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        optimizer.zero_grad()
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            loss.backward()
            batch_losses.append(loss.item())
        optimizer.step()
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
