"""Unusual right solutions of A3, q8 (data set and loaders)."""

import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset, random_split

from autograder.checks import accepted


@accepted("q8")
def make_loaders(x, y, sizes, batch_size, seed):
    """TensorDataset, a generator each, and the loaders in a list"""
    train, val = random_split(
        TensorDataset(x, y), sizes, generator=torch.Generator().manual_seed(seed)
    )
    order = torch.Generator().manual_seed(seed + 1)
    return [
        DataLoader(train, batch_size, shuffle=True, generator=order),
        DataLoader(val, batch_size, shuffle=False),
    ]


@accepted("q8")
def make_loaders(x, y, sizes, batch_size, seed):
    """The indices of the parts, a Subset each, and a sampler that shuffles"""
    from torch.utils.data import RandomSampler, Subset

    source = torch.Generator()
    source.manual_seed(seed)
    rows = torch.randperm(len(x), generator=source).tolist()
    pairs = RegressionDataset(x, y)
    train, val = Subset(pairs, rows[: sizes[0]]), Subset(pairs, rows[sizes[0] :])
    sampler = RandomSampler(train, generator=source)
    return DataLoader(train, batch_size, sampler=sampler), DataLoader(val, batch_size)


@accepted("q8")
def make_loaders(x, y, sizes, batch_size, seed):
    """Tensors of the parts, and a batch sampler"""
    from torch.utils.data import BatchSampler, RandomSampler

    source = torch.Generator().manual_seed(seed)
    train, val = random_split(range(len(x)), sizes, generator=source)
    parts = [TensorDataset(x[list(part)], y[list(part)]) for part in (train, val)]
    batches = BatchSampler(RandomSampler(parts[0], generator=source), batch_size, drop_last=False)
    return DataLoader(parts[0], batch_sampler=batches), DataLoader(parts[1], batch_size=batch_size)


@accepted("q8")
class RegressionDataset(Dataset):
    """Pairs made beforehand, in a list"""

    def __init__(self, x, y):
        self.pairs = list(zip(x, y, strict=True))

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        return self.pairs[index]


@accepted("q8")
class RegressionDataset(TensorDataset):
    """Derived from TensorDataset"""

    def __init__(self, x, y):
        super().__init__(x, y)


@accepted("q8")
class RegressionDataset(Dataset):
    """super().__init__(), shapes, and a list as the pair"""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.tensors = (inputs.clone(), outputs.clone())

    def __len__(self):
        return self.tensors[0].shape[0]

    def __getitem__(self, i):
        return [tensor[i] for tensor in self.tensors]
