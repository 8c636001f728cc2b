"""Unusual right solutions of A3, q11 (checkpoints)."""

import torch

from autograder.checks import accepted


@accepted("q11")
def save_checkpoint(path, model, optimizer, epoch):
    """Other keys are the reader's business only: here they are the same, and the file is opened"""
    with open(path, "wb") as file:
        torch.save(
            dict(epoch=epoch, optimizer=optimizer.state_dict(), model=model.state_dict()),  # noqa: C408
            file,
        )


@accepted("q11")
def save_checkpoint(path, model, optimizer, epoch):
    """Copies of all states, and an extra entry"""
    import copy

    checkpoint = {"model": None, "optimizer": None, "epoch": int(epoch), "version": "1"}
    checkpoint["model"] = {k: v.detach().clone() for k, v in model.state_dict().items()}
    checkpoint["optimizer"] = copy.deepcopy(optimizer.state_dict())
    torch.save(checkpoint, str(path))


@accepted("q11")
def load_checkpoint(path, model, optimizer):
    """Parameters and buffers copied one by one, the file read with all its types"""
    checkpoint = torch.load(path, weights_only=False, map_location="cpu")
    with torch.no_grad():
        for name, tensor in (*model.named_parameters(), *model.named_buffers()):
            tensor.copy_(checkpoint["model"][name])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return int(checkpoint["epoch"])


@accepted("q11")
def load_checkpoint(path, model, optimizer):
    """A loop over what has a state, and both modes of strictness"""
    checkpoint = torch.load(path, weights_only=True)
    for key, thing in (("model", model), ("optimizer", optimizer)):
        thing.load_state_dict(checkpoint.pop(key))
    model.train()
    (epoch,) = checkpoint.values()
    return epoch
