"""What students get wrong in A1, q6 (train), and what they read then."""

from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q6",
    "The first step is right, and later ones go too far. What is in .grad when backward() is "
    "called for the second time?",
)
def train():
    """zero_grad is forgotten"""
    edit('loss_of = nn.MSELoss(reduction="sum")', "")
    edit("loss_of(model(features), y)", "((model(features) - y) ** 2).sum()")
    edit("optimizer.zero_grad()", "")


@misconception(
    "q6",
    "The weights are the same before and after your steps. Follow one gradient through the loop: "
    "who makes it, who uses it, who throws it away, and in which order?",
)
def train(model, features, y, optimizer, steps):
    """zero_grad stands between backward and step"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return losses


@misconception(
    "q6",
    "Your loss is the right one divided by N. What does nn.MSELoss do with the squared errors if "
    "you do not tell it otherwise?",
)
def train():
    """The mean in place of the sum"""
    edit('nn.MSELoss(reduction="sum")', "nn.MSELoss()")


@misconception(
    "q6",
    "The weights are right. Your list begins with the loss after the first step; which one should "
    "it begin with?",
    finding="loss after the step",
)
def train(model, features, y, optimizer, steps):
    """The losses are those after each step"""
    loss_of = nn.MSELoss(reduction="sum")
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss_of(model(features), y).backward()
        optimizer.step()
        losses.append(loss_of(model(features), y).item())
    return losses


@misconception(
    "q6",
    "losses holds tensors, and each of them holds a whole graph. A number is enough.",
    finding="loss returned as a tensor",
)
def train():
    """The losses are tensors"""
    edit('loss_of = nn.MSELoss(reduction="sum")', "")
    edit("loss_of(model(features), y)", "((model(features) - y) ** 2).sum()")
    edit("loss.item()", "loss")


@misconception(
    "q6",
    "Whoever calls train chooses how to descend, and your function descends in its own way. Which "
    "of its arguments do you never use?",
    finding="ignores optimizer",
)
def train():
    """Makes an optimizer of its own"""
    edit(
        'loss_of = nn.MSELoss(reduction="sum")',
        "optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3)",
    )
    edit("loss_of(model(features), y)", "((model(features) - y) ** 2).sum()")


@misconception(
    "q6",
    "You return a single number. The picture of a loss curve needs one for each step.",
    finding="not a list of losses",
)
def train(model, features, y, optimizer, steps):
    """Returns the last loss only"""
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


@misconception(
    "q6",
    "Your function stops early. Whether the loss rises or stays is for the caller to see: how many "
    "steps, and how many losses, does the question ask for?",
    finding="stops early",
)
def train(model, features, y, optimizer, steps):
    """Stops where the loss rises"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        if losses and loss.item() > losses[-1]:
            break
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@misconception(
    "q6",
    "The number of your losses does not hang on steps in the right way. Which losses do you keep, "
    "and when does your function return?",
    finding="another number of losses",
)
def train():
    """The return is inside the loop"""
    edit('loss_of = nn.MSELoss(reduction="sum")', "")
    edit("loss_of(model(features), y)", "((model(features) - y) ** 2).sum()")
    edit(
        "optimizer.step()",
        "optimizer.step()\nreturn losses",
    )


@misconception(
    "q6",
    "The weights are the same before and after your steps. Follow one gradient through the loop: "
    "who makes it, who uses it, who throws it away, and in which order?",
)
def train(model, features, y, optimizer, steps):
    """optimizer.step() is forgotten, and the gradients are reset at the end"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        optimizer.zero_grad()
    return losses


@misconception(
    "q6",
    "Your loop changes the shape of y, and that suits some models only: a column minus a row is a "
    "whole table, as with the parcels. Which shape does y have when train gets it?",
    finding="y as a column",
)
def train():
    """y is turned into a column, whatever the model returns"""
    edit('loss_of = nn.MSELoss(reduction="sum")', "")
    edit("loss_of(model(features), y)", "((model(features) - y.view(-1, 1)) ** 2).sum()")


@misconception(
    "q6",
    "Your loop changes the shape of y, and that suits some models only: a column minus a row is a "
    "whole table, as with the parcels. Which shape does y have when train gets it?",
)
def train():
    """y is turned into a row, whatever the model returns"""
    edit('loss_of = nn.MSELoss(reduction="sum")', "")
    edit("loss_of(model(features), y)", "((model(features) - y.flatten()) ** 2).sum()")
