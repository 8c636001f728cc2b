# %% right | all in one function
def train_loop(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    """Train; returns the training losses and the validation losses, one of each per epoch."""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        model.eval()
        val_batch_losses = []
        with torch.no_grad():
            for x, y in val_loader:
                val_batch_losses.append(loss_fn(model(x), y).item())
        val_losses.append(sum(val_batch_losses) / len(val_batch_losses))
    return losses, val_losses

# %% right | with make_train_step and validate
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    train_step = make_train_step(model, loss_fn, optimizer)
    losses = []
    val_losses = []
    for epoch in range(epochs):
        of_epoch = [train_step(x, y) for x, y in train_loader]
        losses.append(float(np.mean(of_epoch)))
        val_losses.append(validate(model, loss_fn, val_loader))
    return losses, val_losses

# %% right | one inner function for both passes
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    def one_pass(loader, training):
        model.train(training)
        total = 0.0
        with torch.set_grad_enabled(training):
            for x, y in loader:
                loss = loss_fn(model(x), y)
                if training:
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item()
        return total / len(loader)

    history = []
    for _ in range(epochs):
        history.append((one_pass(train_loader, True), one_pass(val_loader, False)))
    return [pair[0] for pair in history], [pair[1] for pair in history]

# %% right | running means in tensors, numbers at the end
def train_loop(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    losses: list[float] = []
    val_losses: list[float] = []
    done = 0
    while done < epochs:
        seen = []
        for x_batch, y_batch in train_loader:
            model.train()
            optimizer.zero_grad(set_to_none=True)
            loss = loss_fn(model(x_batch), y_batch)
            loss.backward()
            optimizer.step()
            seen.append(loss.detach())
        optimizer.zero_grad()
        losses += [torch.stack(seen).mean().item()]
        with torch.no_grad():
            model.eval()
            seen = [loss_fn(model(x_batch), y_batch) for x_batch, y_batch in val_loader]
        val_losses += [torch.stack(seen).mean().item()]
        done += 1
    return losses, val_losses

# %% plain | one number per batch | epoch|elements|per batch|\bmeans?\b
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            for x, y in val_loader:
                val_losses.append(loss_fn(model(x), y).item())
    return losses, val_losses

# %% plain | a step once per epoch and not for each batch | each batch|every batch|does each|0\.1
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            total += loss.item()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(total / len(train_loader))
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
    return losses, val_losses

# %% plain | tensors in the lists | python number|tensor|float
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.detach())
        losses.append(torch.stack(batch_losses).mean())
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y) for x, y in val_loader]
        val_losses.append(torch.stack(found).mean())
    return losses, val_losses

# %% plain | validation before the steps of the epoch | \bafter\b|measured|when and how
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    losses, val_losses = [], []
    for _ in range(epochs):
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
        model.train()
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses, val_losses

# %% subtle | training mode only before the first epoch | training mode|train\(\)|\bmodes?\b|dropout|second epoch
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    losses, val_losses = [], []
    model.train()
    for _ in range(epochs):
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
    return losses, val_losses

# %% subtle | the training loss is that of the last batch | \bmean (over|of)|last batch|all batches|over the batches
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
    return losses, val_losses

# %% subtle | training losses measured after the epoch | losses of the steps|before (it|the step|each step)|\bduring\b|that (its|the) steps (returned|had)|afterwards|after the (epoch|steps)|while
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in train_loader]
            losses.append(sum(found) / len(found))
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
            val_losses.append(sum(found) / len(found))
    return losses, val_losses

# %% subtle | validation in training mode | evaluation mode|\beval|\bmodes?\b|dropout
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
    return losses, val_losses

# %% subtle | steps on the validation batches, too | on (the )?validation (data|batch|points)|held|learn|trained on|must not (change|move|train)|only measure|never (train|step)|more steps|too many steps|parameters
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        batch_losses = []
        for loader in (train_loader, val_loader):
            for x, y in loader:
                loss = loss_fn(model(x), y)
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
                if loader is train_loader:
                    batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
    return losses, val_losses

# %% subtle | the training loss is a mean over examples | mean over|weigh|over (the )?examples|over the batches
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(x)
            count += len(x)
        losses.append(total / count)
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
    return losses, val_losses

# %% subtle | stops early when the validation gets worse | stops?\b|\bearly|one number per epoch|break|patience|has \d+ elements|all (the )?epochs
def train_loop(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    """Train; returns the training losses and the validation losses, one of each per epoch."""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        model.eval()
        val_batch_losses = []
        with torch.no_grad():
            for x, y in val_loader:
                val_batch_losses.append(loss_fn(model(x), y).item())
        val_losses.append(sum(val_batch_losses) / len(val_batch_losses))
        if len(val_losses) > 2 and val_losses[-1] > val_losses[-2] > val_losses[-3]:
            break
    return losses, val_losses

# %% subtle | brings the best parameters back at the end | \bbest\b|\blast epoch|after training|restore|brought back|final parameters|parameters|end of
def train_loop(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    """Train; returns the training losses and the validation losses, one of each per epoch."""
    losses, val_losses = [], []
    best = None
    for _ in range(epochs):
        model.train()
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        model.eval()
        val_batch_losses = []
        with torch.no_grad():
            for x, y in val_loader:
                val_batch_losses.append(loss_fn(model(x), y).item())
        val_losses.append(sum(val_batch_losses) / len(val_batch_losses))
        if val_losses[-1] == min(val_losses):
            best = {name: value.clone() for name, value in model.state_dict().items()}
    if best is not None:
        model.load_state_dict(best)
    return losses, val_losses

# %% subtle | an SGD of its own | optimi[sz]er|\blr\b|learning rate|\bSGD\b|handed|given|momentum
def train_loop(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    """Train; returns the training losses and the validation losses, one of each per epoch."""
    losses, val_losses = [], []
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(epochs):
        model.train()
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        model.eval()
        val_batch_losses = []
        with torch.no_grad():
            for x, y in val_loader:
                val_batch_losses.append(loss_fn(model(x), y).item())
        val_losses.append(sum(val_batch_losses) / len(val_batch_losses))
    return losses, val_losses

# %% subtle | records gradients in the validation | no_grad|gradient|record|graph
def train_loop(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    """Train; returns the training losses and the validation losses, one of each per epoch."""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        model.eval()
        val_batch_losses = []
        for x, y in val_loader:
            val_batch_losses.append(loss_fn(model(x), y).item())
        val_losses.append(sum(val_batch_losses) / len(val_batch_losses))
    return losses, val_losses

# %% subtle | mean squared error in the validation in place of loss_fn | loss_fn|loss function|\bmse\b|other loss|validation loss
def train_loop(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    """Train; returns the training losses and the validation losses, one of each per epoch."""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        model.eval()
        val_batch_losses = []
        with torch.no_grad():
            for x, y in val_loader:
                val_batch_losses.append(((model(x) - y) ** 2).mean().item())
        val_losses.append(sum(val_batch_losses) / len(val_batch_losses))
    return losses, val_losses
