"""What students get wrong in A6, q9 (the training), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q9",
    "Your model learns to repeat its input. Which token is the target of a place?",
    finding="targets not shifted",
)
def train_char_model():
    """The targets are not shifted"""
    edit("windows[:, 1:].flatten()", "windows[:, :-1].flatten()")


@misconception(
    "q9",
    "What is left in the gradients, from the step before, at the second backward?",
    finding="gradients left behind",
)
def train_char_model():
    """Gradients are never reset"""
    edit("adam.zero_grad()", "")


@misconception(
    "q9",
    "How many windows are possible? Where does the last one begin?",
    finding="last window left out",
)
def train_char_model():
    """Never draws the last window"""
    edit("len(tokens) - model.context, (", "max(len(tokens) - model.context - 1, 1), (")


@misconception(
    "q9", "All windows of a batch begin alike. How many starts do you draw?", finding="one window"
)
def train_char_model():
    """One start for the whole batch"""
    edit(
        "(batch_size, 1), generator=generator)",
        "(1, 1), generator=generator).expand(batch_size, 1)",
    )


@misconception(
    "q9",
    "Which generator do your draws come from? Two with the same seed should agree.",
    finding="generator ignored",
)
def train_char_model():
    """Draws from the general generator"""
    edit(", generator=generator)", ")")


@misconception(
    "q9",
    "Adam is as fast as its learning rate. Where does yours come from?",
    finding="learning rate ignored",
)
def train_char_model():
    """Ignores the learning rate"""
    edit(", lr=lr)", ")")


@misconception(
    "q9",
    "What do your losses hold, numbers or tensors? How long is the list?",
    finding="last loss only",
)
def train_char_model():
    """Returns the last loss only"""
    edit("return losses", "return losses[-1:]")


@misconception(
    "q9",
    "In which mode does a model learn? It may come to you in the other one.",
    finding="training mode not set",
)
def train_char_model():
    """Does not set the training mode"""
    edit("network.train()", "")


@misconception(
    "q9",
    "char_model sees what comes next while it learns. What is it going to see when it writes?",
    finding="sees the future",
    cell=True,
)
def looks_ahead():
    """Trains a model without a mask"""
    torch.manual_seed(0)
    char_model = CharModel(len(alphabet), 32, causal=False)
    dice = torch.Generator().manual_seed(0)
    char_losses = train_char_model(char_model, tokens, 150, 32, 0.01, dice)


@misconception(
    "q9",
    "It is on its way. Do the losses still fall when your training ends?",
    finding="just short of the goal",
    cell=True,
)
def too_short():
    """Stops after 60 steps"""
    torch.manual_seed(0)
    char_model = CharModel(len(alphabet), 32)
    dice = torch.Generator().manual_seed(0)
    char_losses = train_char_model(char_model, tokens, 60, 32, 0.01, dice)
