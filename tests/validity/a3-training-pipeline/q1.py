# %% right | permutation of a RandomState
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Split rows at random; returns x_train, y_train, x_val, y_val."""
    N = len(x)
    rows = np.random.RandomState(seed).permutation(N)
    n_train = round(train_fraction * N)
    train, val = rows[:n_train], rows[n_train:]
    return x[train], y[train], x[val], y[val]

# %% right | a boolean mask and default_rng
def train_val_split(x, y, train_fraction, seed):
    rng = np.random.default_rng(seed)
    count = x.shape[0]
    chosen = rng.choice(count, size=round(train_fraction * count), replace=False)
    mask = np.zeros(count, dtype=bool)
    mask[chosen] = True
    return x[mask], y[mask], x[~mask], y[~mask]

# %% right | shuffles a list of row numbers with random.Random
import random


def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rows = list(range(len(x)))
    random.Random(seed).shuffle(rows)
    cut = int(np.round(train_fraction * len(x)))
    parts = []
    for part in (rows[:cut], rows[cut:]):
        part = np.array(part, dtype=int)
        parts.append(x[part])
        parts.append(y[part])
    return tuple(parts)

# %% right | randperm of a torch generator
def train_val_split(x, y, train_fraction: float, seed: int):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(x), generator=generator).numpy()
    x_mixed, y_mixed = x[order], y[order]
    n = round(len(x) * train_fraction)
    return x_mixed[:n], y_mixed[:n], x_mixed[n:], y_mixed[n:]

# %% right | sorts random numbers, np.split
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    draws = np.random.RandomState(seed)
    order = np.argsort(draws.rand(len(x)))
    first, second = np.split(order, [round(train_fraction * len(x))])
    return np.take(x, first, axis=0), np.take(y, first, axis=0), x[second], y[second]

# %% plain | x and y shuffled apart | own y|alike|pair|belong|torn
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    draws = np.random.RandomState(seed)
    n = round(train_fraction * len(x))
    x_mixed = x[draws.permutation(len(x))]
    y_mixed = y[draws.permutation(len(y))]
    return x_mixed[:n], y_mixed[:n], x_mixed[n:], y_mixed[n:]

# %% plain | another order of the return | order|return|own y|something else
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rows = np.random.RandomState(seed).permutation(len(x))
    n = round(train_fraction * len(x))
    return x[rows[:n]], x[rows[n:]], y[rows[:n]], y[rows[n:]]

# %% plain | training and validation drawn apart, so rows are doubled | exactly one|\bonce\b|lost|doubled|both parts|overlap
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    draws = np.random.RandomState(seed)
    n = round(train_fraction * len(x))
    train = draws.permutation(len(x))[:n]
    val = draws.permutation(len(x))[: len(x) - n]
    return x[train], y[train], x[val], y[val]

# %% plain | the fraction goes into validation | fraction|size|how many|shape
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rows = np.random.RandomState(seed).permutation(len(x))
    n = round(train_fraction * len(x))
    val, train = rows[:n], rows[n:]
    return x[train], y[train], x[val], y[val]

# %% subtle | int in place of round | \bround|\bint\b|cut off|how many|truncat
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rows = np.random.RandomState(seed).permutation(len(x))
    n = int(train_fraction * len(x))
    return x[rows[:n]], y[rows[:n]], x[rows[n:]], y[rows[n:]]

# %% subtle | the seed is always 42 | \bseed|same split|\b42\b
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rows = np.random.RandomState(42).permutation(len(x))
    n = round(train_fraction * len(x))
    return x[rows[:n]], y[rows[:n]], x[rows[n:]], y[rows[n:]]

# %% subtle | shuffles x and y in place | in place|stay|as (they|it) (are|was|were)|has changed|have changed|changed (x|y|its)|no longer
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    np.random.RandomState(seed).shuffle(x)
    np.random.RandomState(seed).shuffle(y)
    n = round(train_fraction * len(x))
    return x[:n].copy(), y[:n].copy(), x[n:].copy(), y[n:].copy()

# %% subtle | draws from the global generator without the seed | \bseed|same split|drawn before|reproduc|twice
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rows = np.random.permutation(len(x))
    n = round(train_fraction * len(x))
    return x[rows[:n]], y[rows[:n]], x[rows[n:]], y[rows[n:]]

# %% subtle | cuts without shuffling | shuffl|at random|random choice|first rows|\bseed|same split
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    n = round(train_fraction * len(x))
    return x[:n].copy(), y[:n].copy(), x[n:].copy(), y[n:].copy()

# %% right | seeds the global generator of NumPy
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Split rows at random; returns x_train, y_train, x_val, y_val."""
    N = len(x)
    np.random.seed(seed)
    rows = np.random.permutation(N)
    n_train = round(train_fraction * N)
    train, val = rows[:n_train], rows[n_train:]
    return x[train], y[train], x[val], y[val]

# %% subtle | everything made one column | column|feature|shape|dimension|reshape
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Split rows at random; returns x_train, y_train, x_val, y_val."""
    N = len(x)
    rows = np.random.RandomState(seed).permutation(N)
    n_train = round(train_fraction * N)
    x, y = x.reshape(N, -1)[:, :1], y.reshape(N, -1)[:, :1]
    train, val = rows[:n_train], rows[n_train:]
    return x[train], y[train], x[val], y[val]

# %% subtle | rounds halves up | \bround|\bhalf\b|halves|how many
def train_val_split(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Split rows at random; returns x_train, y_train, x_val, y_val."""
    N = len(x)
    rows = np.random.RandomState(seed).permutation(N)
    n_train = int(train_fraction * N + 0.5)
    train, val = rows[:n_train], rows[n_train:]
    return x[train], y[train], x[val], y[val]
