"""What students get wrong in A4, q7 (to_device), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q7",
    "On a computer with a GPU, the model arrives there and the batch stays behind. Do x and y "
    "move at all? If you call .to for them: what does it do with its result?",
)
def to_device(model, batch):
    """Throws away what .to of a tensor returns"""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    model.to(device)
    x.to(device)
    y.to(device)
    return model, (x, y)


@misconception("q7", "The batch travels alone. Where are the weights that it is multiplied with?")
def to_device():
    """Moves the batch, but not the model"""
    edit("model.to(device)", "model")


@misconception(
    "q7", "Three things have to move. The loss compares the logits with y: where is your y?"
)
def to_device():
    """Forgets the labels"""
    edit("y.to(device)", "y")


@misconception(
    "q7", "On a computer without a GPU your function fails. What do you ask before you move things?"
)
def to_device(model, batch):
    """Takes for granted that there is a GPU"""
    x, y = batch
    return model.to("cuda"), (x.to("cuda"), y.to("cuda"))


@misconception("q7", "A GPU that is there would be left idle. When does your function ever use it?")
def to_device(model, batch):
    """Always uses the CPU"""
    x, y = batch
    return model.to("cpu"), (x.to("cpu"), y.to("cpu"))


@misconception(
    "q7",
    "Your function uses the GPU where there is none, and leaves it alone where there is one: read "
    "your condition aloud.",
)
def to_device(model, batch):
    """The condition is the wrong way round"""
    device = "cpu" if torch.cuda.is_available() else "cuda"
    x, y = batch
    return model.to(device), (x.to(device), y.to(device))


@misconception(
    "q7", "Everything is where it should be. In which order does the question want it back?"
)
def to_device(model, batch):
    """Returns the batch first"""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    return (x.to(device), y.to(device)), model.to(device)


@misconception(
    "q7",
    "A model has more than parameters: a BatchNorm layer, for instance, keeps its running mean in "
    "a buffer. Which of the model's methods moves the whole module?",
)
def to_device(model, batch):
    """Moves the parameters, and leaves the buffers behind"""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    for parameter in model.parameters():
        parameter.data = parameter.data.to(device)
    x, y = batch
    return model, (x.to(device), y.to(device))


@misconception(
    "q7",
    "Your x arrives with another type of number than it left with. What else than the device does "
    "your .to change?",
)
def to_device():
    """Makes float32 of the inputs on the way"""
    edit("x.to(device)", "x.to(device, torch.float32)")


@misconception(
    "q7",
    "PyTorch may be built for CUDA on a computer without a GPU, and then your function fails. What "
    "do you have to ask?",
)
def to_device():
    """Asks whether PyTorch is built for CUDA"""
    edit("torch.cuda.is_available()", "torch.version.cuda is not None")
