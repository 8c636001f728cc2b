# %% right | randperm and split
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% right | DataLoader with shuffle, nn.MSELoss
from torch.utils.data import DataLoader


def train_autoencoder(model, images, epochs, batch_size, lr):
    loader = DataLoader(images, batch_size=batch_size, shuffle=True)
    adam = torch.optim.Adam(model.parameters(), lr)
    loss_fn = nn.MSELoss()
    history = []
    for epoch in range(epochs):
        total = 0.0
        for x in loader:
            adam.zero_grad()
            loss = loss_fn(model(x), x)
            loss.backward()
            adam.step()
            total += loss.item()
        history.append(total / len(loader))
    return history
# %% next cell
torch.manual_seed(7)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, 25, 100, 3e-3)
with torch.no_grad():
    held_out_mse = ((model(X_test) - X_test) ** 2).mean().item()
print(f"{held_out_mse:.4f}")

# %% right | slices of a shuffled copy, loss by hand
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    """Train model to rebuild images, (N, pixels); return the mean batch loss of each epoch."""
    model.train()
    optimizer = torch.optim.Adam(params=model.parameters(), lr=lr)
    losses: list[float] = []
    N = images.shape[0]
    for epoch in range(epochs):
        shuffled = images[torch.randperm(N)]
        sums, steps = 0.0, 0
        for start in range(0, N, batch_size):
            x = shuffled[start : start + batch_size]
            x_hat = model(x)
            loss = ((x_hat - x) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            sums += loss.item()
            steps += 1
        losses.append(sums / steps)
    return losses
# %% next cell
torch.manual_seed(3)
model = Autoencoder(embedding_dim=8)
losses = train_autoencoder(model, X_train, epochs=20, batch_size=50, lr=0.002)
model.eval()
with torch.no_grad():
    x_hat = model(X_test)
print("error on X_test:", nn.functional.mse_loss(x_hat, X_test).item())

# %% right | inner function for one epoch, losses as a tensor
def train_autoencoder(model, images, epochs, batch_size, lr):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)

    def one_epoch() -> float:
        batches = torch.split(torch.randperm(images.size(0)), batch_size)
        errors = torch.zeros(len(batches))
        for i, numbers in enumerate(batches):
            x = images[numbers]
            optimizer.zero_grad(set_to_none=True)
            error = torch.nn.functional.mse_loss(input=model(x), target=x)
            error.backward()
            errors[i] = error.detach()
            optimizer.step()
        return errors.mean().item()

    return [one_epoch() for _ in range(epochs)]
# %% next cell
torch.manual_seed(11)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, 30, 128, 0.005)
with torch.no_grad():
    print(nn.functional.mse_loss(model(X_test), X_test))

# %% right | random numbers sorted for the order
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    opt = torch.optim.Adam(list(model.parameters()), lr=lr)
    mean_losses = []
    while len(mean_losses) < epochs:
        order = torch.rand(len(images)).argsort()
        here = []
        while len(order) > 0:
            now, order = order[:batch_size], order[batch_size:]
            target = images.index_select(0, now)
            loss = (model(target) - target).square().mean()
            here += [loss]
            opt.zero_grad()
            loss.backward()
            opt.step()
        mean_losses.append(float(torch.stack(here).detach().mean()))
    return mean_losses
# %% next cell
torch.manual_seed(5)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% plain | losses are tensors | float|number|tensor|item
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.detach())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% plain | one loss per batch instead of one per epoch | per epoch|one per|average|length|losses
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% plain | no backward, nothing is learned | backward|gradient|learn|0\.074|unchanged|step
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% plain | the target is a blank image instead of x | target|compare|input|\bx\b|mean image|0\.074
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), torch.zeros_like(x))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% plain | trained for too short | 0\.025|held|error|longer|falling|epochs
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=2, batch_size=100, lr=0.001)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | the same order in every epoch | order|shuffl|random|each epoch|epochs
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    batches = torch.randperm(len(images)).split(batch_size)
    for _ in range(epochs):
        batch_losses = []
        for batch in batches:
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | no shuffling at all | order|shuffl|random|randperm
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.arange(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | last incomplete batch dropped | last|all images|incomplete|smaller|drop|left out
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            if len(batch) < batch_size:
                continue
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | losses weighted by batch size | weigh|average|mean|batch
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item() * len(x))
        losses.append(sum(batch_losses) / len(images))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | loss measured after its step | before|after
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                batch_losses.append(nn.functional.mse_loss(model(x), x).item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% plain | only the last batch of an epoch counts | average|mean|last|batches
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | a new Adam in each epoch | one Adam|optimi[sz]er|afresh|moment|each epoch
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    losses = []
    for _ in range(epochs):
        batch_losses = []
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% plain | gradients not reset | reset|zero|accumul|gradient
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=40, batch_size=100, lr=0.001)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | trains on the global X_train | X_train|`?images`?|argument|global|handed
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(X_train)).split(batch_size):
            x = X_train[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | draws images with repetition | once|all images|twice|repe|every image|replace
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randint(len(images), (len(images),)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | seeds the generator in each epoch | order|seed|random|same|shuffl
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        torch.manual_seed(0)
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | trains on the held-out images, too | X_test|held|test|train
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, images, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | shuffles the images of the caller in place | chang|in place|caller|copy|untouched
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        images[:] = images[torch.randperm(len(images))]
        for x in images.split(batch_size):
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | stops early once the loss is small | early|stop|epochs|per epoch|length
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        if losses[-1] < 0.005:
            break
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())

# %% subtle | AdamW in place of Adam | Adam|optimi[sz]er|decay
def train_autoencoder(
    model: nn.Module, images: torch.Tensor, epochs: int, batch_size: int, lr: float
) -> list[float]:
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses
# %% next cell
torch.manual_seed(0)
model = Autoencoder(8)
losses = train_autoencoder(model, X_train, epochs=15, batch_size=64, lr=0.005)
with torch.no_grad():
    print("held-out error:", nn.functional.mse_loss(model(X_test), X_test).item())
