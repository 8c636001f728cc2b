"""What students get wrong in A3, q11 (checkpoints), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q11",
    "With plain gradient descent your training goes on as it should; with momentum or Adam it does "
    "not. What do those remember that your file does not hold?",
)
def save_checkpoint(path, model, optimizer, epoch):
    """Saves the optimiser's learning rate, but not its memory"""
    states = {"param_groups": optimizer.state_dict()["param_groups"], "state": {}}
    torch.save({"model": model.state_dict(), "optimizer": states, "epoch": epoch}, path)


@misconception(
    "q11",
    "The file holds everything, but who reads the optimiser's part of it? Compare the first step "
    "after loading with the step that should come.",
)
def load_checkpoint():
    """Does not restore the optimiser"""
    edit('optimizer.load_state_dict(checkpoint["optimizer"])', "")


@misconception("q11", "The optimiser is restored. What about the parameters it is to change?")
def load_checkpoint():
    """Does not restore the model"""
    edit('model.load_state_dict(checkpoint["model"])', "")


@misconception(
    "q11", "Everything is restored. How does the caller learn where the training had stopped?"
)
def load_checkpoint():
    """Returns nothing"""
    edit('return checkpoint["epoch"]', "")


@misconception(
    "q11",
    "Your function loads into names of its own. The given model is another object: who puts the "
    "numbers into that one?",
)
def load_checkpoint(path, model, optimizer):
    """Binds its local names to what was loaded"""
    checkpoint = torch.load(path)
    model = checkpoint["model"]
    optimizer = checkpoint["optimizer"]
    return checkpoint["epoch"]


@misconception(
    "q11",
    "The message names a file that nobody has written. Where does your function get the name from?",
)
def load_checkpoint():
    """Reads a file of its own choice"""
    edit("torch.load(path)", 'torch.load("checkpoint.pt")')


@misconception(
    "q11", "The states are right. Which epoch does your function return, if another one was saved?"
)
def load_checkpoint():
    """Returns the epoch after the saved one"""
    edit('checkpoint["epoch"]', 'checkpoint["epoch"] + 1')


@misconception(
    "q11",
    "All parameters of your loaded model are 0. What do you do with them before they are written?",
)
def save_checkpoint(path, model, optimizer, epoch):
    """Resets the model before it is saved"""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    states = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save(states, path)


@misconception(
    "q11",
    "A model's state is more than its parameters: BatchNorm keeps running figures. Which method "
    "gives all of it by name?",
)
def save_checkpoint(path, model, optimizer, epoch):
    """Saves the parameters, but not the buffers"""
    of_model = {**model.state_dict(), **{k: torch.zeros_like(b) for k, b in model.named_buffers()}}
    states = {"model": of_model, "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save(states, path)


@misconception(
    "q11",
    "A model's state is more than its parameters: BatchNorm keeps running figures. Which method "
    "gives all of it by name?",
)
def load_checkpoint(path, model, optimizer):
    """Restores the parameters, but not the buffers"""
    checkpoint = torch.load(path)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(checkpoint["model"][name])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


@misconception(
    "q11",
    "Momentum comes back, and what Adam keeps does not. Which method of an optimiser gives all "
    "that it remembers, whatever its kind?",
)
def load_checkpoint(path, model, optimizer):
    """Restores the momentum only"""
    checkpoint = torch.load(path)
    model.load_state_dict(checkpoint["model"])
    for number, parameter in enumerate(model.parameters()):
        kept = checkpoint["optimizer"]["state"].get(number, {})
        if kept.get("momentum_buffer") is not None:
            optimizer.state[parameter]["momentum_buffer"] = kept["momentum_buffer"]
    for group, saved in zip(
        optimizer.param_groups, checkpoint["optimizer"]["param_groups"], strict=True
    ):
        group["lr"] = saved["lr"]
    return checkpoint["epoch"]
