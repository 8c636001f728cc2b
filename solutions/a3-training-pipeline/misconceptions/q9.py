"""What students get wrong in A3, q9 (validate), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception("q9", "Dropout would still be at work in your validation. Which switch is missing?")
def validate():
    """Stays in training mode"""
    edit("model.eval()", "")


@misconception(
    "q9",
    "The number is right, but each forward pass was recorded, for nobody. How is that avoided?",
)
def validate(model, loss_fn, loader):
    """Records gradients"""
    model.eval()
    losses = [loss_fn(model(x), y).item() for x, y in loader]
    return sum(losses) / len(losses)


@misconception("q9", "Your loss grows with the number of batches. What is asked for: sum or mean?")
def validate(model, loss_fn, loader):
    """Sums over the batches"""
    model.eval()
    with torch.no_grad():
        return sum(loss_fn(model(x), y).item() for x, y in loader)


@misconception(
    "q9",
    "With batches of equal size you are right. If the last one is smaller, whose mean do you take: "
    "that of the batches, or that of the examples?",
)
def validate(model, loss_fn, loader):
    """The mean over examples in place of the mean over batches"""
    model.eval()
    total = count = 0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            count += len(x)
    return total / count


@misconception(
    "q9", "You divide by too much. How many losses did you add up, and what does len() count there?"
)
def validate(model, loss_fn, loader):
    """Divides the sum over batches by the number of examples"""
    model.eval()
    with torch.no_grad():
        return sum(loss_fn(model(x), y).item() for x, y in loader) / len(loader.dataset)


@misconception("q9", "Only one batch has a say in your result. How far is your return indented?")
def validate(model, loss_fn, loader):
    """Returns after the first batch"""
    model.eval()
    with torch.no_grad():
        losses = []
        for x, y in loader:
            losses.append(loss_fn(model(x), y).item())
            return sum(losses) / len(losses)
    return 0.0


@misconception("q9", "Only one batch has a say in your result. What becomes of the other losses?")
def validate(model, loss_fn, loader):
    """Returns the loss of the last batch"""
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            loss = loss_fn(model(x), y).item()
    return loss


@misconception("q9", "The value is right. Of which type is it, and of which should it be?")
def validate(model, loss_fn, loader):
    """Returns a tensor"""
    model.eval()
    with torch.no_grad():
        return torch.stack([loss_fn(model(x), y) for x, y in loader]).mean()


@misconception(
    "q9", "The loss function is an argument, and may be another one. Which one do you use?"
)
def validate():
    """Always uses the squared error"""
    edit("loss_fn(model(x), y).item()", "((model(x) - y) ** 2).mean().item()")


@misconception(
    "q9",
    "For some loss functions it matters which argument comes first. Compare your call of loss_fn "
    "with the one in the question.",
)
def validate():
    """loss_fn gets the targets first"""
    edit("loss_fn(model(x), y).item()", "loss_fn(y, model(x)).item()")
