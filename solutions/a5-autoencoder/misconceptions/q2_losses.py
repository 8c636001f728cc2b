"""What students get wrong in A5, q2 (train_autoencoder: the losses), and what they read then."""

from autograder.checks import edit, misconception


@misconception(
    "q2",
    "Your function leaves after its first epoch. Which line stands too far to the right?",
    finding="one epoch only",
)
def train_autoencoder():
    """The return stands in the loop"""
    edit(
        "losses.append(sum(batch_losses) / len(batch_losses))",
        "losses.append(sum(batch_losses) / len(batch_losses))\nreturn losses",
    )


@misconception(
    "q2",
    "Training goes well. How many numbers come back, and how many epochs are there?",
    finding="one loss per batch",
)
def train_autoencoder():
    """Returns the loss of each batch"""
    edit("batch_losses = []", "")
    edit("batch_losses.append(loss.item())", "losses.append(loss.item())")
    edit("losses.append(sum(batch_losses) / len(batch_losses))", "")


@misconception(
    "q2",
    "Training goes well. What is left of an epoch's batches when you write down its loss?",
    finding="one batch only",
)
def train_autoencoder():
    """Returns the loss of each epoch's last batch"""
    edit("batch_losses = []", "")
    edit("batch_losses.append(loss.item())", "")
    edit("sum(batch_losses) / len(batch_losses)", "loss.item()")


@misconception(
    "q2",
    "Training goes well, but with smaller batches your losses grow, as there are more of them. "
    "What was asked for, a sum or an average?",
    finding="summed over the batches",
)
def train_autoencoder():
    """Returns the sum of each epoch's batch losses"""
    edit("batch_losses = []", "total = 0.0")
    edit("batch_losses.append(loss.item())", "total += loss.item()")
    edit("sum(batch_losses) / len(batch_losses)", "total")


@misconception(
    "q2",
    "Your losses grow with the number of pixels and the size of a batch. Look at the fraction in "
    "front of the sums, in the formula of Part 1.",
    finding="sum of squares",
)
def train_autoencoder():
    """The sum of the squares in place of their mean"""
    edit("nn.functional.mse_loss(model(x), x)", "((model(x) - x) ** 2).sum()")


@misconception(
    "q2",
    "Training goes well. Print one element of what you return: is it a plain number?",
    finding="loss returned as a tensor",
)
def train_autoencoder():
    """The losses are tensors, with all that autograd remembers"""
    edit("loss.item()", "loss")


@misconception(
    "q2",
    "Your function trains, and keeps what it saw to itself, or hands back something else. What "
    "should come back?",
    finding="not a list of losses",
)
def train_autoencoder():
    """Returns the model"""
    edit("return losses", "return model")


@misconception(
    "q2",
    "Your steps are those of Adam, and a little pull towards 0 beside them. Which optimiser does "
    "the question name, and which one do you make?",
    finding="weight decay",
)
def train_autoencoder():
    """AdamW in place of Adam"""
    edit(
        "torch.optim.Adam(model.parameters(), lr=lr)",
        "torch.optim.AdamW(model.parameters(), lr=lr)",
    )


@misconception(
    "q2",
    "Training goes well, and your losses are a little too small. Does each of them belong to the "
    "model before its step, or after it?",
    finding="loss after the step",
)
def train_autoencoder():
    """Losses after the steps"""
    edit("loss.item()", "nn.functional.mse_loss(model(x), x).item()")


@misconception(
    "q2",
    "Training goes well. You weigh each batch with its number of images: how much does a batch "
    "count in the average that the question asks for?",
    finding="weighted by size",
)
def train_autoencoder():
    """Each batch counts by its size"""
    edit("loss.item()", "loss.item() * len(x)")
    edit("len(batch_losses)", "len(images)")


@misconception(
    "q2",
    "You were asked for a number of epochs. Does your loop make all of them, however small the "
    "loss is by then?",
    finding="stops early",
)
def train_autoencoder():
    """Stops early, once the loss is small"""
    edit(
        "losses.append(sum(batch_losses) / len(batch_losses))",
        "losses.append(sum(batch_losses) / len(batch_losses))\nif losses[-1] < 0.005:\n    break",
    )


@misconception(
    "q2",
    "The first of your losses is right, and the later ones hold something of the epochs before. "
    "Where does your function begin to collect the losses of an epoch?",
    finding="not begun anew",
)
def train_autoencoder():
    """Averages over all epochs so far"""
    edit("losses = []", "losses, batch_losses = [], []")
    edit("batch_losses = []", "")
