"""What students get wrong in A5, q5 (embedding_table), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q5",
    "How many columns does your table have? Which of the model's methods describes an image, and "
    "which one rebuilds it?",
)
def embedding_table(model, images, labels):
    """Holds the rebuilt images"""
    with torch.no_grad():
        x_hat = model(images)
    return torch.cat([labels.view(-1, 1), x_hat], dim=1)


@misconception("q5", "All columns are there. In which order does the question want them?")
def embedding_table():
    """The label comes last"""
    edit("[labels.view(-1, 1), z]", "[z, labels.view(-1, 1)]")


@misconception(
    "q5",
    "The numbers are right. What hangs on to them, as they come out of a model with parameters, "
    "and how did you cut that off in question 4?",
)
def embedding_table(model, images, labels):
    """Gradients are recorded"""
    return torch.cat([labels.view(-1, 1), model.encode(images)], dim=1)


@misconception("q5", "Your table holds embeddings. Who says which digit each row belongs to?")
def embedding_table(model, images, labels):
    """The labels are left out"""
    with torch.no_grad():
        return model.encode(images)


@misconception(
    "q5",
    "Sorted tables are nice to look at, but in which order should the rows of this one come?",
)
def embedding_table(model, images, labels):
    """The rows are sorted by label"""
    with torch.no_grad():
        z = model.encode(images)
    table = torch.cat([labels.view(-1, 1), z], dim=1)
    return table[labels.argsort()]


@misconception(
    "q5",
    "One column for each digit is what a classifier needs. How many numbers does a label take in "
    "the table of Part 6?",
)
def embedding_table():
    """The labels are one-hot"""
    edit("labels.view(-1, 1)", "nn.functional.one_hot(labels, 10)")


@misconception(
    "q5",
    "Your rows sum up many images. How many rows are there to be, one per digit or one per image?",
)
def embedding_table(model, images, labels):
    """One row per digit, with the mean embedding"""
    with torch.no_grad():
        z = model.encode(images)
    rows = [
        torch.cat([digit.view(1).float(), z[labels == digit].mean(dim=0)])
        for digit in labels.unique()
    ]
    return torch.stack(rows)


@misconception(
    "q5",
    "The embeddings have lost everything behind the point. Which type do the labels have, and "
    "which should all of the table have?",
)
def embedding_table():
    """The embeddings are cut off to whole numbers"""
    edit("[labels.view(-1, 1), z]", "[labels.view(-1, 1), z.to(labels.dtype)]")


@misconception("q5", "All numbers are there. Which way do the rows of a table run?")
def embedding_table(model, images, labels):
    """Rows and columns are exchanged"""
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels.view(1, -1), z.T], dim=0)


@misconception(
    "q5",
    "Call your function with another model. Which one does it ask, the one that it is given or one "
    "of the notebook?",
)
def embedding_table(model, images, labels):
    """Makes a model of its own in place of the argument"""
    torch.manual_seed(0)
    net = Autoencoder(2, images.shape[1])
    with torch.no_grad():
        z = net.encode(images)
    return torch.cat([labels.view(-1, 1), z], dim=1)


@misconception(
    "q5",
    "A label and its embedding belong into one row. Look at the sizes that your parts have before "
    "you put them together: are both two-dimensional?",
)
def embedding_table():
    """The labels are not made a column"""
    edit("labels.view(-1, 1)", "labels")


@misconception(
    "q5",
    "Call your function with labels of your own. Which labels does it put into the table: those "
    "that it is given, or ones of the notebook?",
)
def embedding_table():
    """Takes the labels of the held-out images, whatever it is given"""
    edit("labels.view(-1, 1)", "labels_test[: len(images)].view(-1, 1)")


@misconception(
    "q5",
    "Labels from 0 to 9 are right, and a label of 300 comes out as another number. How many "
    "numbers does the type that you turn labels into know?",
)
def embedding_table():
    """Labels are cut to eight bits"""
    edit("labels.view(-1, 1)", "labels.to(torch.uint8).view(-1, 1)")


@misconception(
    "q5",
    "After your function has run, the caller's labels have another shape. Which of your operations "
    "ends in an underscore, and what does that mean?",
)
def embedding_table():
    """Makes a column of the caller's labels in place"""
    edit("labels.view(-1, 1)", "labels.unsqueeze_(1)")


@misconception(
    "q5",
    "The model of the question wants batches. What shape has a batch that holds a single image, "
    "and which shape do you give to encode?",
)
def embedding_table():
    """Encodes image by image, without a batch"""
    edit("model.encode(images)", "torch.stack([model.encode(image) for image in images])")
