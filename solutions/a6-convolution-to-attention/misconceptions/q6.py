"""What students get wrong in A6, q6 (causal_mask), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q6",
    "Does True say in your mask that one may look, or that one may not?",
    finding="hidden and seen exchanged",
)
def causal_mask():
    """Hidden and seen are exchanged"""
    edit("places <= places.view(-1, 1)", "places > places.view(-1, 1)")


@misconception(
    "q6",
    "Which places does row 0 of your mask see? Rows look, columns are looked at.",
    finding="upper triangle",
)
def causal_mask():
    """Looks to the future: the upper triangle"""
    edit("places <= places.view(-1, 1)", "places >= places.view(-1, 1)")


@misconception(
    "q6", "May a place look at itself? Look at the diagonal.", finding="without the diagonal"
)
def causal_mask():
    """The diagonal is hidden"""
    edit("places <= places", "places < places")


@misconception("q6", "Print the dtype of your mask.", finding="numbers")
def causal_mask(T):
    """Numbers in place of bools"""
    return torch.ones(T, T).tril()


@misconception(
    "q6",
    "Your mask is one to be added to scores. What does the question ask for?",
    finding="minus infinity",
)
def causal_mask(T):
    """Minus infinity where nothing may be seen"""
    return torch.full((T, T), -torch.inf).triu(1)


@misconception("q6", "Whom does the first place see in your mask?", finding="everything")
def causal_mask(T):
    """Everybody may look everywhere"""
    return torch.ones(T, T, dtype=torch.bool)
