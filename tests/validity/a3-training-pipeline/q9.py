# %% right | list of losses
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    """The mean over the loader's batches of the loss, in evaluation mode."""
    model.eval()
    losses = []
    with torch.no_grad():
        for x, y in loader:
            losses.append(loss_fn(model(x), y).item())
    return sum(losses) / len(losses)

# %% right | decorator and a running total
@torch.no_grad()
def validate(model, loss_fn, loader):
    model.eval()
    total, batches = 0.0, 0
    for x, y in loader:
        answers = model(x)
        total += float(loss_fn(answers, y))
        batches += 1
    return total / batches

# %% right | inference mode and a mean of NumPy
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    model.train(False)
    with torch.inference_mode():
        found = [loss_fn(model(inputs), targets).item() for inputs, targets in loader]
    return float(np.mean(found))

# %% right | brings the mode back that was there before
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    was_training = model.training
    model.eval()
    total = torch.tensor(0.0)
    with torch.no_grad():
        for batch in loader:
            x, y = batch
            total += loss_fn(model(x), y)
    model.train(was_training)
    return (total / len(loader)).item()

# %% plain | mean over the examples | batch|\bmeans?\b|weigh|examples
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            count += len(x)
    return total / count

# %% plain | return inside the loop, so only the first batch | batch|\ball\b|\bmeans?\b|loop|first
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    model.eval()
    losses = []
    with torch.no_grad():
        for x, y in loader:
            losses.append(loss_fn(model(x), y).item())
            return sum(losses) / len(losses)

# %% plain | the sum and not the mean | \bmeans?\b|\bsums?\b|batches
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    model.eval()
    total = 0.0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item()
    return total

# %% plain | returns a tensor | python number|tensor|float
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    model.eval()
    losses = []
    with torch.no_grad():
        for x, y in loader:
            losses.append(loss_fn(model(x), y))
    return torch.stack(losses).mean()

# %% subtle | eval without brackets | evaluation mode|\beval|\bmodes?\b|dropout
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    model.eval
    losses = []
    with torch.no_grad():
        for x, y in loader:
            losses.append(loss_fn(model(x), y).item())
    return sum(losses) / len(losses)

# %% subtle | records gradients | no_grad|gradient|record|graph
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    model.eval()
    losses = []
    for x, y in loader:
        losses.append(loss_fn(model(x), y).item())
    return sum(losses) / len(losses)

# %% subtle | mean squared error in place of loss_fn | loss_fn|loss function|\bmse\b|other loss|handed|given
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    model.eval()
    losses = []
    with torch.no_grad():
        for x, y in loader:
            losses.append(nn.functional.mse_loss(model(x), y).item())
    return sum(losses) / len(losses)

# %% subtle | divides by two batches always | number of batches|\btwo\b|\b2\b|how many batches|mean over
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    model.eval()
    total = 0.0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item()
    return total / 2

# %% subtle | loss_fn with the arguments swapped | swap|order|arguments?|loss_fn\(|exchang
def validate(model: nn.Module, loss_fn, loader: DataLoader) -> float:
    model.eval()
    losses = []
    with torch.no_grad():
        for x, y in loader:
            losses.append(loss_fn(y, model(x)).item())
    return sum(losses) / len(losses)
