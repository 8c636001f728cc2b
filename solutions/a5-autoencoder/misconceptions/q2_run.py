"""What students get wrong in A5, q2 (the training), and what they read then."""

import torch

from autograder.checks import misconception


@misconception(
    "q2",
    "model is the class itself, the plan of a network. What do you write to get a network built "
    "from it?",
    finding="a class",
    cell=True,
)
def no_brackets():
    """The brackets are missing: model is the class"""
    model = Autoencoder
    losses = []


@misconception(
    "q2",
    "Your weights do not fit the network of the table with 8 numbers in its bottleneck. Is model "
    "an Autoencoder(8), and did Autoencoder pass the checks of question 1?",
    finding="wrong architecture",
    cell=True,
)
def wider_bottleneck():
    """A bottleneck of 32, which makes it easy"""
    torch.manual_seed(0)
    model = Autoencoder(32)
    losses = train_autoencoder(model, X_train, epochs=5, batch_size=128, lr=0.01)


@misconception(
    "q2",
    "The weights of model are still about where a new one has them. Which model went into "
    "train_autoencoder, and for how many epochs?",
    finding="not trained",
    cell=True,
)
def another_one_is_trained():
    """Trains a model, and then makes a new one"""
    torch.manual_seed(0)
    losses = train_autoencoder(Autoencoder(8), X_train, epochs=5, batch_size=128, lr=0.01)
    model = Autoencoder(8)


@misconception(
    "q2",
    "Whatever the image, your model paints the same. Look at the first numbers in losses: does the "
    "loss come down gently, or is it thrown somewhere? What sets the size of a step?",
    finding="same answer for every input",
    cell=True,
)
def far_too_large():
    """A learning rate that is far too large"""
    torch.manual_seed(0)
    model = Autoencoder(8)
    losses = train_autoencoder(model, X_train, epochs=5, batch_size=128, lr=3.0)


@misconception(
    "q2",
    "Your model has learned to paint something, but it is not our digits. Draw what you train it "
    "on: are these the pictures of Part 1?",
    finding="no better than a constant",
    cell=True,
)
def inverted():
    """Trains on negatives, white on black"""
    torch.manual_seed(0)
    model = Autoencoder(8)
    losses = train_autoencoder(model, 1 - X_train, epochs=6, batch_size=128, lr=0.01)


@misconception(
    "q2",
    "You are on the right way, but not there. Look at the loss curve: is it still falling at its "
    "end? Then what could be larger?",
    finding="just short of the goal",
    cell=True,
)
def too_short():
    """A small learning rate, and few epochs"""
    torch.manual_seed(0)
    model = Autoencoder(8)
    losses = train_autoencoder(model, X_train, epochs=11, batch_size=128, lr=0.002)


@misconception(
    "q2",
    "Your model has seen the held-out images while it was trained. What does its error on them "
    "still tell you?",
    finding="trained on held-out data",
    cell=True,
)
def on_all_images():
    """Trains on all images, the held-out ones among them"""
    torch.manual_seed(0)
    model = Autoencoder(8)
    losses = train_autoencoder(model, images, epochs=8, batch_size=128, lr=0.01)
