"""What students get wrong in A4, q5 (evaluate), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q5",
    "evaluate is a little off when the last batch is smaller. Part 5 works out such an example: "
    "what should be added up, and when should it be divided?",
    finding="mean of accuracies",
)
def evaluate(model, loader):
    """The mean of the batches' accuracies"""
    model.eval()
    shares = []
    with torch.no_grad():
        for x, y in loader:
            shares.append((model(x).argmax(dim=1) == y).float().mean().item())
    return sum(shares) / len(shares)


@misconception(
    "q5",
    "In which mode does your evaluate find the model right after train_epoch, and in which mode "
    "should it measure?",
    finding="evaluation mode not set",
)
def evaluate():
    """Does not set the evaluation mode"""
    edit("model.eval()", "")


@misconception(
    "q5",
    "evaluate gives the right number, and autograd writes a record all the while that nobody will "
    "read. What switches it off?",
    finding="recorded",
)
def evaluate(model, loader):
    """Measures without no_grad"""
    model.eval()
    right, seen = 0, 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        seen += len(x)
    return right / seen


@misconception(
    "q5",
    "evaluate counts well, but a count is not a share: how many images are there in all?",
    finding="right answers not divided",
)
def evaluate():
    """Returns the number of right answers"""
    edit("right, seen = 0, 0", "right = 0")
    edit("seen += len(x)", "")
    edit("right / seen", "right")


@misconception(
    "q5",
    "Half of the answers are right: which number from 0 to 1 is that, and what would your evaluate "
    "return?",
    finding="per cent",
)
def evaluate():
    """Returns per cent"""
    edit("right / seen", "100 * right / seen")


@misconception(
    "q5",
    "The better the model, the lower your accuracy. What exactly is it that evaluate counts?",
    finding="share of mistakes",
)
def evaluate(model, loader):
    """Counts the mistakes"""
    model.eval()
    wrong, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            wrong += (model(x).argmax(dim=1) != y).sum().item()
            seen += len(x)
    return wrong / seen


@misconception(
    "q5",
    "evaluate starts to count anew for each batch. What is left of the others when the loop ends?",
    finding="last batch counted",
)
def evaluate(model, loader):
    """Only the last batch is left in the end"""
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            accuracy = (model(x).argmax(dim=1) == y).float().mean().item()
    return accuracy


@misconception(
    "q5",
    "After your evaluate has run, nothing in the whole notebook records gradients any more. What "
    "switches recording off for a few lines only?",
    finding="gradients switched off for good",
)
def evaluate(model, loader):
    """Switches gradients off for good"""
    model.eval()
    torch.set_grad_enabled(False)
    right, seen = 0, 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        seen += len(x)
    return right / seen
