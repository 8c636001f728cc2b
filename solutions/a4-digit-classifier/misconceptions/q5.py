"""What students get wrong in A4, q5 (train_epoch), and what they read then."""

from autograder.checks import edit, misconception


@misconception(
    "q5",
    "In train_epoch, the first step is right and the later ones are not. What do the parameters' "
    ".grad hold when the second backward begins?",
    finding="gradients left behind",
)
def train_epoch():
    """Gradients are never reset"""
    edit("optimizer.zero_grad()", "")


@misconception(
    "q5",
    "Go through the lines of your train_epoch in their order: what do the gradients look like at "
    "the moment when the optimiser uses them?",
    finding="reset before the step",
)
def train_epoch():
    """Resets between backward and step"""
    edit(
        "loss = loss_fn(model(x), y)",
        "loss = loss_fn(model(x), y)\nloss.backward()",
    )
    edit("loss.backward()", "")


@misconception(
    "q5",
    "train_epoch finds gradients and never uses them. Which of the five lines of a training loop "
    "is missing?",
    finding="no step",
)
def train_epoch():
    """The step of the optimiser is missing"""
    edit("optimizer.step()", "")


@misconception(
    "q5",
    "Suppose that evaluate was called just before train_epoch. In which mode is the model then, "
    "while it is being trained?",
    finding="training mode not set",
)
def train_epoch():
    """Does not set the training mode"""
    edit("model.train()", "")


@misconception(
    "q5",
    "train_epoch returns a loss, but whose? After the loop, what does your variable stand for: the "
    "epoch, or its end?",
    finding="loss of the last batch",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Returns the loss of the last batch"""
    model.train()
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


@misconception(
    "q5",
    "The training is right, and the loss is a little off when the last batch is smaller. Does an "
    "image in a small batch count as much as one in a large batch?",
    finding="mean over the batches",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """The mean over the batches in place of that over the images"""
    model.train()
    total = 0.0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


@misconception(
    "q5",
    "The loss that train_epoch returns grows with the number of batches. What turns a sum into a "
    "mean, and what does each term have to be weighed with?",
    finding="sum over the batches",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Returns the sum of the batches' losses"""
    model.train()
    total = 0.0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total


@misconception(
    "q5",
    "You weigh the losses of train_epoch with the sizes of the batches, as you should. What is "
    "left to do with the sum, after the loop?",
    finding="sum over the images",
)
def train_epoch():
    """Returns the sum over the images, not divided"""
    edit("total, seen = 0.0, 0", "total = 0.0")
    edit("seen += len(x)", "")
    edit("total / seen", "total")


@misconception(
    "q5",
    "The value that train_epoch returns is right, but it is a tensor with the record of the whole "
    "epoch. How do you take the number out of a loss?",
    finding="loss with its record",
)
def train_epoch():
    """Adds up tensors in place of numbers"""
    edit("loss.item()", "loss")


@misconception(
    "q5",
    "How many batches does your train_epoch go through? Look at how far its return is indented.",
    finding="first batch only",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Returns within the loop, after the first batch"""
    model.train()
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()
    return 0.0


@misconception(
    "q5",
    "Something happens in your train_epoch to the model's logits on their way to loss_fn. Who does "
    "that already?",
    finding="softmax before the loss",
)
def train_epoch():
    """A softmax before the loss"""
    edit("model(x)", "torch.softmax(model(x), dim=1)")


@misconception(
    "q5",
    "train_epoch is handed a loss function. Call it with another one: does anything change?",
    finding="loss function ignored",
)
def train_epoch():
    """Ignores its argument loss_fn"""
    edit("loss_fn(model(x), y)", "nn.functional.cross_entropy(model(x), y)")


@misconception(
    "q5",
    "An optimiser may have settings and a memory, such as momentum. How much of them does the one "
    "have that your train_epoch makes, in place of the one that it is handed?",
    finding="optimiser made anew",
)
def train_epoch():
    """Makes a new optimiser in each call"""
    edit(
        "model.train()",
        "model.train()\n"
        'optimizer = type(optimizer)(model.parameters(), lr=optimizer.param_groups[0]["lr"])',
    )
