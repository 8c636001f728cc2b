# %% right | one generator for both
class RegressionDataset(Dataset):
    """Pairs of one row of x and one row of y."""

    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    """Split at random; returns a loader that shuffles, and one for validation that does not."""
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator)
    val_loader = DataLoader(val, batch_size=batch_size)
    return train_loader, val_loader

# %% right | two generators with the same seed
class RegressionDataset(Dataset):
    def __init__(self, x, y):
        super().__init__()
        self.data = (x, y)

    def __len__(self):
        return self.data[0].shape[0]

    def __getitem__(self, index):
        return tuple(part[index] for part in self.data)
# %% next cell
def make_loaders(x, y, sizes, batch_size, seed):
    split_generator = torch.Generator()
    split_generator.manual_seed(seed)
    order_generator = torch.Generator()
    order_generator.manual_seed(seed)
    parts = random_split(RegressionDataset(x, y), sizes, generator=split_generator)
    return (
        DataLoader(parts[0], batch_size, shuffle=True, generator=order_generator),
        DataLoader(parts[1], batch_size, shuffle=False),
    )

# %% right | a sampler with a generator
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.inputs, self.outputs = x, y

    def __len__(self) -> int:
        return self.inputs.size(0)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        pair = (self.inputs[index], self.outputs[index])
        return pair
# %% next cell
from torch.utils.data import RandomSampler


def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    dice = torch.Generator().manual_seed(seed)
    first, second = random_split(RegressionDataset(x, y), list(sizes), generator=dice)
    sampler = RandomSampler(first, generator=dice)
    train_loader = DataLoader(first, batch_size=batch_size, sampler=sampler)
    return train_loader, DataLoader(second, batch_size=batch_size, drop_last=False)

# %% right | wraps a TensorDataset, derived seed for the order
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.pairs = TensorDataset(x, y)

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.pairs[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    def generator(number: int) -> torch.Generator:
        return torch.Generator().manual_seed(number)

    everything = RegressionDataset(x=x, y=y)
    train_part, val_part = random_split(everything, sizes, generator(seed))
    settings = {"batch_size": batch_size, "num_workers": 0}
    train_loader = DataLoader(train_part, shuffle=True, generator=generator(seed + 1), **settings)
    val_loader = DataLoader(val_part, shuffle=False, **settings)
    return train_loader, val_loader

# %% plain | length of the pair and not of the rows | length|rows|\b2\b
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.data = [x, y]

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.data[0][index], self.data[1][index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(val, batch_size=batch_size)

# %% plain | data sets returned in place of loaders | loader|batch|DataLoader|sizes
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    return train, val

# %% plain | no batch size | batch|size
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    return DataLoader(train, shuffle=True, generator=generator), DataLoader(val)

# %% plain | only x in an example | pair|\by\b|example
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(val, batch_size=batch_size)

# %% subtle | a global seed and no generator for the order | generator|\bseed|order|drawn|same batches|reproduc
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    torch.manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val, batch_size=batch_size)
    return train_loader, val_loader

# %% subtle | drops an incomplete training batch | \bdrop|\blast\b|all examples|not full|incomplete|missing|\bused\b
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    train_loader = DataLoader(
        train, batch_size=batch_size, shuffle=True, drop_last=True, generator=generator
    )
    return train_loader, DataLoader(val, batch_size=batch_size)

# %% subtle | the training loader does not shuffle | shuffl|order|each epoch|another
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    return DataLoader(train, batch_size=batch_size), DataLoader(val, batch_size=batch_size)

# %% subtle | the generator is for the split only | generator|\bseed|order|drawn|same batches|reproduc
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val, batch_size=batch_size)
    return train_loader, val_loader

# %% subtle | validation is shuffled too | validation|val_loader|shuffl|order
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    g = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=g)
    g_train = torch.Generator().manual_seed(seed)
    g_val = torch.Generator().manual_seed(seed)
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True, generator=g_train),
        DataLoader(val, batch_size=batch_size, shuffle=True, generator=g_val),
    )

# %% subtle | examples are Python numbers | tensor|shape|\bitem\b|\brows?\b|\bnumbers?\b|float|\btypes?\b
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index].item(), self.y[index].item()
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(val, batch_size=batch_size)

# %% subtle | the split is a cut, the first rows train | split|random|first|\bcut\b|\bseed|random_split
class RegressionDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    n = sizes[0]
    generator = torch.Generator().manual_seed(seed)
    train = RegressionDataset(x[:n], y[:n])
    val = RegressionDataset(x[n:], y[n:])
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator)
    return train_loader, DataLoader(val, batch_size=batch_size)

# %% subtle | the seed is always 42 | \bseed|\b42\b|same split
class RegressionDataset(Dataset):
    """Pairs of one row of x and one row of y."""

    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    """Split at random; returns a loader that shuffles, and one for validation that does not."""
    generator = torch.Generator().manual_seed(42)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator)
    val_loader = DataLoader(val, batch_size=batch_size)
    return train_loader, val_loader

# %% subtle | the sizes are always 80 and 20 | sizes?|\b80\b|\b20\b|hard-coded
class RegressionDataset(Dataset):
    """Pairs of one row of x and one row of y."""

    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    """Split at random; returns a loader that shuffles, and one for validation that does not."""
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), [80, 20], generator=generator)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator)
    val_loader = DataLoader(val, batch_size=batch_size)
    return train_loader, val_loader

# %% subtle | shuffled once and then the same order in each epoch | each epoch|order|another|shuffl|\bsame\b
class RegressionDataset(Dataset):
    """Pairs of one row of x and one row of y."""

    def __init__(self, x: torch.Tensor, y: torch.Tensor):
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[index], self.y[index]
# %% next cell
def make_loaders(
    x: torch.Tensor, y: torch.Tensor, sizes: list[int], batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    """Split at random; returns a loader that shuffles, and one for validation that does not."""
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(RegressionDataset(x, y), sizes, generator=generator)
    order = torch.randperm(len(train), generator=generator).tolist()
    mixed = torch.utils.data.Subset(train, order)
    train_loader = DataLoader(mixed, batch_size=batch_size, shuffle=False)
    val_loader = DataLoader(val, batch_size=batch_size)
    return train_loader, val_loader
