"""Unusual solutions of A5 that are right: each must get full marks for its question."""

import torch
from torch import nn

from autograder.checks import accepted, equivalent

# ---------------------------------------------------------------- q1: Autoencoder


@accepted("q1")
class Autoencoder(nn.Module):
    """Both halves from one function, and no call of encode in forward"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()

        def half(inputs, outputs, *more):
            return nn.Sequential(nn.Linear(inputs, 128), nn.ReLU(), nn.Linear(128, outputs), *more)

        self.halves = nn.ModuleList(
            [half(pixels, embedding_dim), half(embedding_dim, pixels, nn.Sigmoid())]
        )

    def encode(self, x):
        return self.halves[0](x)

    def decode(self, z):
        return self.halves[1](z)

    def forward(self, x):
        for half in self.halves:
            x = half(x)
        return x


@accepted("q1")
class Autoencoder(nn.Sequential):
    """Derived from Sequential, with named halves and no forward of its own"""

    def __init__(self, embedding_dim, pixels=64):
        from collections import OrderedDict

        encoder = nn.Sequential(nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim))
        decoder = nn.Sequential(nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels))
        decoder.append(nn.Sigmoid())
        super().__init__(OrderedDict(encode_part=encoder, decode_part=decoder))

    def encode(self, x):
        return self.encode_part(x)

    def decode(self, z):
        return self.decode_part(z)


@accepted("q1")
class Autoencoder(nn.Module):
    """A hidden width as a third argument, and the functions of torch.nn.functional"""

    def __init__(self, embedding_dim, pixels=64, hidden=128):
        super().__init__()
        self.embedding_dim = embedding_dim
        self.encoder = nn.Sequential(nn.Linear(pixels, hidden), nn.Linear(hidden, embedding_dim))
        self.decoder = nn.Sequential(nn.Linear(embedding_dim, hidden), nn.Linear(hidden, pixels))

    def encode(self, x):
        import torch.nn.functional as F

        first, last = self.encoder
        return last(F.relu(first(x)))

    def decode(self, z):
        import torch.nn.functional as F

        first, last = self.decoder
        return F.sigmoid(last(F.relu(first(z))))

    def forward(self, x):
        z = self.encode(x)
        return self.decode(z)


@accepted("q1")
class Autoencoder(nn.Module):
    """The sigmoid is applied in decode, and images are flattened first"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Flatten(), nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels)
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z).sigmoid()

    def forward(self, x):
        return self.decode(self.encode(x))


# ---------------------------------------------------------------- q2: train_autoencoder, model


@accepted("q2")
def train_autoencoder(model, images, epochs, batch_size, lr):
    """A DataLoader over a TensorDataset"""
    from torch.utils.data import DataLoader, TensorDataset

    loader = DataLoader(TensorDataset(images), batch_size=batch_size, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    criterion = nn.MSELoss()
    losses = []
    model.train()
    for _ in range(epochs):
        total = 0.0
        for (x,) in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), x)
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total / len(loader))
    model.eval()
    return losses


@accepted("q2")
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Slices of a shuffled copy, and a running sum"""
    adam = torch.optim.Adam(params=model.parameters(), lr=lr)
    history = []
    for _epoch in range(epochs):
        shuffled = images[torch.randperm(images.shape[0])]
        total, steps = 0.0, 0
        for start in range(0, len(shuffled), batch_size):
            x = shuffled[start : start + batch_size]
            error = ((x - model(x)) ** 2).mean()
            model.zero_grad()
            error.backward()
            adam.step()
            total, steps = total + float(error), steps + 1
        history.append(total / steps)
    return history


@accepted("q2")
def train_autoencoder(model, images, epochs, batch_size, lr):
    """One step in a function of its own, with a closure"""
    optimizer = torch.optim.Adam(list(model.parameters()), lr)

    def step(x):
        def closure():
            optimizer.zero_grad(set_to_none=False)
            loss = torch.square(model(x) - x).sum() / x.numel()
            loss.backward()
            return loss

        return optimizer.step(closure).item()

    losses = []
    while len(losses) < epochs:
        order = torch.randperm(len(images))
        of_batches = [step(images[batch]) for batch in order.split(batch_size)]
        losses.append(torch.tensor(of_batches).mean().item())
    return losses


@accepted("q2")
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Numbers shuffled by NumPy, and the mean by NumPy"""
    import numpy as np

    optimizer = torch.optim.Adam(model.parameters(), lr=lr, betas=(0.9, 0.999))
    numbers = np.arange(len(images))
    losses = []
    for _ in range(epochs):
        np.random.shuffle(numbers)
        of_epoch = []
        for i in range(0, len(numbers), batch_size):
            x = images[torch.from_numpy(numbers[i : i + batch_size].copy())]
            loss = nn.functional.mse_loss(x, model(x))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            of_epoch.append(loss.detach().numpy())
        losses.append(float(np.mean(of_epoch)))
    return losses


@accepted("q2")
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Adam by hand"""
    parameters = list(model.parameters())
    means = [torch.zeros_like(p) for p in parameters]
    squares = [torch.zeros_like(p) for p in parameters]
    steps, losses = 0, []
    for _ in range(epochs):
        of_epoch = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            gradients = torch.autograd.grad(loss, parameters)
            steps += 1
            with torch.no_grad():
                for p, m, v, g in zip(parameters, means, squares, gradients, strict=True):
                    m.mul_(0.9).add_(0.1 * g)
                    v.mul_(0.999).add_(0.001 * g * g)
                    p -= lr * (m / (1 - 0.9**steps)) / ((v / (1 - 0.999**steps)).sqrt() + 1e-8)
            of_epoch.append(loss.item())
        losses.append(sum(of_epoch) / len(of_epoch))
    return losses


@accepted("q2", cell=True)
def in_two_parts():
    """Large steps first, then small ones"""
    torch.manual_seed(3)
    model = Autoencoder(8)
    losses = []
    for lr, epochs in ((0.02, 6), (0.005, 4)):
        losses += train_autoencoder(model, X_train, epochs=epochs, batch_size=96, lr=lr)


@accepted("q2", cell=True)
def until_it_is_good():
    """Small batches, until the training loss is low enough"""
    torch.manual_seed(17)
    model = Autoencoder(embedding_dim=8)
    losses = [1.0]
    while losses[-1] > 0.017:
        losses += train_autoencoder(model, X_train, epochs=2, batch_size=48, lr=0.005)
    losses = losses[1:]


@accepted("q2", cell=True)
def another_loop():
    """A loop of its own, with momentum"""
    torch.manual_seed(2)
    model = Autoencoder(8)
    optimizer = torch.optim.SGD(model.parameters(), lr=4.0, momentum=0.9)
    losses = []
    for _ in range(20):
        for batch in torch.randperm(len(X_train)).split(64):
            x = X_train[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())


# ---------------------------------------------------------------- q3: pca_reconstruction


@accepted("q3")
def pca_reconstruction(train, test, k):
    """NumPy inside, a tensor outside"""
    import numpy as np

    a, b = train.numpy(), test.numpy()
    mean = np.mean(a, axis=0)
    rows = np.linalg.svd(a - mean, full_matrices=False)[2][:k]
    return torch.from_numpy(mean + (b - mean) @ rows.T @ rows)


@accepted("q3")
def pca_reconstruction(train, test, k):
    """Direction by direction, image by image"""
    mean = train.sum(0) / train.shape[0]
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    rebuilt = []
    for image in test:
        x_hat = mean.clone()
        for direction in Vh[:k]:
            x_hat += torch.dot(image - mean, direction) * direction
        rebuilt.append(x_hat)
    return torch.stack(rebuilt)


@accepted("q3")
def pca_reconstruction(train, test, k):
    """torch.svd, which returns V, and Einstein sums"""
    mean = train.mean(0)
    V = torch.svd(train - mean)[2][:, :k]
    z = torch.einsum("np,pk->nk", test - mean, V)
    return mean + torch.einsum("nk,pk->np", z, V)


@accepted("q3")
def pca_reconstruction(train, test, k):
    """Least squares: the point nearest to the image in the plane of the directions"""
    mean = train.mean(dim=0)
    directions = torch.linalg.svd(train - mean).Vh[:k]
    z = torch.linalg.lstsq(directions.T, (test - mean).T).solution
    return (directions.T @ z).T + mean


@accepted("q3")
def pca_reconstruction(train, test, k):
    """Takes away what lies along the other directions"""
    mean = train.mean(dim=0)
    Vh = torch.linalg.svd(train - mean, full_matrices=True).Vh
    others = Vh[k:]
    centred = test - mean
    return test - centred @ others.T @ others


# ---------------------------------------------------------------- q4: interpolate


@accepted("q4")
def interpolate(model, image_a, image_b, steps):
    """A loop over single images"""
    with torch.no_grad():
        z_a = model.encode(image_a.unsqueeze(0))
        z_b = model.encode(image_b.unsqueeze(0))
        walk = []
        for i in range(steps):
            t = i / (steps - 1)
            walk.append(model.decode(z_a * (1 - t) + z_b * t).squeeze(0))
    return torch.stack(walk)


@accepted("q4")
def interpolate(model, image_a, image_b, steps):
    """lerp, and detach in place of no_grad"""
    z_a, z_b = model.encode(image_a.view(1, -1)), model.encode(image_b.view(1, -1))
    z = torch.lerp(z_a, z_b, torch.linspace(0, 1, steps).unsqueeze(1))
    return model.decode(z).detach()


@accepted("q4")
def interpolate(model, image_a, image_b, steps):
    """From z_a onwards, by equal strides"""
    with torch.inference_mode():
        z_a, z_b = model.encode(image_a[None]), model.encode(image_b[None])
        stride = (z_b - z_a) / (steps - 1)
        line = z_a + torch.arange(steps)[:, None] * stride
        rebuilt = model.decode(line)
    return rebuilt.clone()


@accepted("q4")
def interpolate(model, image_a, image_b, steps):
    """The shares as a matrix product"""
    t = torch.linspace(0, 1, steps)
    shares = torch.stack([1 - t, t], dim=1)
    with torch.no_grad():
        return model.decode(shares @ model.encode(torch.stack((image_a, image_b))))


@accepted("q4")
def interpolate(model, image_a, image_b, steps):
    """A function inside, with no_grad as its decorator; cat in place of stack"""

    @torch.no_grad()
    def walk():
        a, b = model.encode(image_a[None]), model.encode(image_b[None])
        points = [a + (b - a) * float(t) for t in torch.linspace(0, 1, steps)]
        return torch.cat([model.decode(z) for z in points])

    return walk()


# ---------------------------------------------------------------- q5: embedding_table


@accepted("q5")
def embedding_table(model, images, labels):
    """hstack, and detach in place of no_grad"""
    return torch.hstack((labels.float()[:, None], model.encode(images).detach()))


@accepted("q5")
def embedding_table(model, images, labels):
    """Row by row"""
    rows = []
    with torch.no_grad():
        for image, label in zip(images, labels, strict=True):
            rows.append([label.item(), *model.encode(image.view(1, -1))[0].tolist()])
    return torch.tensor(rows)


@accepted("q5")
def embedding_table(model, images, labels):
    """Filled into an empty table"""
    with torch.no_grad():
        z = model.encode(images)
    table = torch.empty(len(images), 1 + z.shape[1])
    table[:, 0] = labels
    table[:, 1:] = z
    return table


@accepted("q5")
def embedding_table(model, images, labels):
    """In batches of 4, put together in the end"""
    with torch.no_grad():
        z = torch.cat([model.encode(batch) for batch in images.split(4)])
    return torch.column_stack([labels, z])


@accepted("q5")
def embedding_table(model, images, labels):
    """Padded at the left, then filled; float64"""
    model.eval()
    with torch.inference_mode():
        z = model.encode(images).double()
    table = nn.functional.pad(z.clone(), (1, 0))
    table[:, 0] = labels
    return table


equivalent(
    "q2",
    """import torch
if isinstance(globals().get("model"), torch.nn.Module):
with torch.no_grad():
[p.zero_() for p in list(model.parameters())[-1:]]
""",
    "the last biases hardly matter: without them the held-out error is 0.0164 in place of 0.0163",
)
equivalent(
    "q3",
    "_, _, Vh = torch.linalg.svd(train - mean, full_matrices=True)",
    "the further rows of the full Vh come after the first k, which alone are used",
)
equivalent(
    "q3",
    "_, _, Vh = torch.linalg.svd(mean - train, full_matrices=False)",
    "the minus sign goes into U; the directions in Vh are the same, or point the other way",
)
