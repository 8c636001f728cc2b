"""What students get wrong in A3, q7 (make_train_step), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q7",
    "Each step also moves by what the steps before it left in .grad. Which of the five things is "
    "missing?",
    finding="gradients left behind",
)
def make_train_step():
    """Never resets the gradients"""
    edit("optimizer.zero_grad()", "")


@misconception(
    "q7",
    "The parameters stay as they are, although there is a step. What is in the gradients when the "
    "optimiser looks at them?",
    finding="reset before the step",
)
def make_train_step():
    """Resets between backward and step"""
    edit(
        "loss.backward()",
        "loss.backward()\noptimizer.zero_grad()",
    )
    edit("optimizer.zero_grad()", "")


@misconception(
    "q7",
    "Gradients are computed, and nothing happens to the parameters. Who is to use the gradients?",
    finding="no step",
)
def make_train_step():
    """The optimiser's step is missing"""
    edit("optimizer.step()", "")


@misconception(
    "q7",
    "After a validation, the model is in evaluation mode. Who brings it back, before each step?",
    finding="model left in eval mode",
)
def make_train_step():
    """Never sets training mode"""
    edit("model.train()", "")


@misconception(
    "q7",
    "After a validation, the model is in evaluation mode. Who brings it back, before each step?",
    finding="model left in eval mode",
)
def make_train_step(model, loss_fn, optimizer):
    """Sets training mode once, when the function is made"""
    model.train()

    def train_step(x, y):
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step


@misconception(
    "q7",
    "A list of a thousand of these losses would hold a thousand graphs. How do you take the number "
    "out of a tensor?",
    finding="loss returned as a tensor",
)
def make_train_step():
    """Returns the loss as a tensor"""
    edit("loss.item()", "loss")


@misconception(
    "q7",
    "Your number is the loss after the update, at the price of a second forward pass. Which loss "
    "did the gradients come from?",
    finding="loss after the step",
)
def make_train_step():
    """Returns the loss after the step"""
    edit("loss = loss_fn(model(x), y)", "loss_fn(model(x), y).backward()")
    edit("loss.backward()", "")
    edit("loss.item()", "loss_fn(model(x), y).item()")


@misconception(
    "q7",
    "make_train_step should hand over a tool, not use it. What is the difference between f and "
    "f(x, y) behind a return?",
)
def make_train_step():
    """Calls the inner function in place of returning it"""
    edit("return train_step", "return train_step()")


@misconception(
    "q7",
    "The step works. Who is told about the loss of it? Look at the end of the inner function.",
    finding="loss not returned",
)
def make_train_step():
    """The inner function returns nothing"""
    edit("return loss.item()", "")


@misconception(
    "q7", "The outer function makes a function and then forgets it. What does it hand back?"
)
def make_train_step():
    """The inner function is not returned"""
    edit("return train_step", "")


@misconception(
    "q7",
    "Your step knows one loss function only. Which one was it given?",
    finding="loss_fn ignored",
)
def make_train_step():
    """The squared error in place of loss_fn"""
    edit("loss_fn(model(x), y)", "((model(x) - y) ** 2).mean()")


@misconception(
    "q7",
    "For some loss functions it matters which argument comes first. Compare your call of loss_fn "
    "with step 2 of the question.",
    finding="loss_fn swapped",
)
def make_train_step():
    """loss_fn gets the targets first"""
    edit("loss_fn(model(x), y)", "loss_fn(y, model(x))")


@misconception(
    "q7",
    "Somebody has chosen an optimiser, with its learning rate and its momentum. Which one makes "
    "your steps?",
    finding="another optimiser",
)
def make_train_step(model, loss_fn, optimizer):
    """An optimiser of its own"""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step
