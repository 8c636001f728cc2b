"""What students get wrong in A3, q8 (data set and loaders), and what they read then."""

import torch
from torch.utils.data import DataLoader, TensorDataset, random_split

from autograder.checks import edit, misconception


@misconception(
    "q8",
    "The same seed should give the same parts, and another seed others. Which of the two fails in "
    "your function? Look at what divides the data, and at what it draws from.",
    finding="seed ignored",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Splits without the seed"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=source)
    return train_loader, DataLoader(val, batch_size=batch_size)


@misconception(
    "q8",
    "The split can be repeated, the order of the batches cannot. The loader draws, too: from which "
    "generator?",
    finding="order not seeded",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Shuffles without the seed"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes, generator=source)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True)
    return train_loader, DataLoader(val, batch_size=batch_size)


@misconception("q8", "Go through your training loader twice: the same batches come. Should they?")
def make_loaders(x, y, sizes, batch_size, seed):
    """The training loader does not shuffle"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes, generator=source)
    return DataLoader(train, batch_size=batch_size), DataLoader(val, batch_size=batch_size)


@misconception(
    "q8", "Your validation batches come in a new order each time. What would that be good for?"
)
def make_loaders(x, y, sizes, batch_size, seed):
    """The validation loader shuffles, too"""
    source = torch.Generator().manual_seed(seed)
    parts = random_split(TensorDataset(x, y), sizes, generator=source)
    return tuple(DataLoader(p, batch_size, shuffle=True, generator=source) for p in parts)


@misconception(
    "q8", "In each epoch, a few examples are never used. What happens to a batch that is not full?"
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Drops the last batch"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes, generator=source)
    options = {"batch_size": batch_size, "drop_last": True}
    return DataLoader(train, shuffle=True, generator=source, **options), DataLoader(val, **options)


@misconception("q8", "Ask for batches of another size and count. Who is told about batch_size?")
def make_loaders(x, y, sizes, batch_size, seed):
    """Always makes batches of 16"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes, generator=source)
    train_loader = DataLoader(train, batch_size=16, shuffle=True, generator=source)
    return train_loader, DataLoader(val, batch_size=16)


@misconception(
    "q8",
    "Some examples are in both parts, others in neither. How often does your function divide the "
    "data?",
    finding="parts overlap",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Divides twice, and takes one part from each"""
    source = torch.Generator().manual_seed(seed)
    train, _ = random_split(TensorDataset(x, y), sizes, generator=source)
    _, val = random_split(TensorDataset(x, y), sizes, generator=source)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=source)
    return train_loader, DataLoader(val, batch_size=batch_size)


@misconception(
    "q8",
    "The same seed should give the same parts, and another seed others. Which of the two fails in "
    "your function? Look at what divides the data, and at what it draws from.",
    finding="seed ignored",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Cuts in place of a random split"""
    source = torch.Generator().manual_seed(seed)
    train = TensorDataset(x[: sizes[0]], y[: sizes[0]])
    val = TensorDataset(x[sizes[0] :], y[sizes[0] :])
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=source)
    return train_loader, DataLoader(val, batch_size=batch_size)


@misconception(
    "q8", "An example of your data set is only a question, without its answer. What is a pair?"
)
class RegressionDataset:
    """An example has no y"""

    edit("self.x = x", "self.x, self.y = x, y")
    edit("self.y = y", "")
    edit("self.x[index], self.y[index]", "self.x[index]")


@misconception(
    "q8",
    "Your data set counts numbers where it should count examples. What are the rows of x, and how "
    "many columns may there be?",
)
class RegressionDataset:
    """Its length is the number of all elements"""

    edit("self.x = x", "self.x, self.y = x, y")
    edit("self.y = y", "")
    edit("len(self.x)", "self.x.numel()")


@misconception(
    "q8", "An example of your data set holds Python numbers. What should a loader make batches of?"
)
class RegressionDataset:
    """Returns Python numbers"""

    edit("self.x = x", "self.x, self.y = x, y")
    edit("self.y = y", "")
    edit("self.x[index], self.y[index]", "self.x[index][0].item(), self.y[index][0].item()")


@misconception(
    "q8",
    "For another number of examples, random_split refuses. Which sizes does it get from you, and "
    "which ones was your function asked for?",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Always divides into 80 and 20"""
    source = torch.Generator().manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), [80, 20], generator=source)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=source)
    return train_loader, DataLoader(val, batch_size=batch_size)


@misconception(
    "q8",
    "The split can be repeated, the order of the batches cannot. The loader draws, too: from which "
    "generator?",
    finding="order not seeded",
)
def make_loaders(x, y, sizes, batch_size, seed):
    """Seeds the generator of the whole program"""
    torch.manual_seed(seed)
    train, val = random_split(TensorDataset(x, y), sizes)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True)
    return train_loader, DataLoader(val, batch_size=batch_size)
