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

# %% plain | one number per batch | epoch|elements|per batch|mean
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

# %% plain | a step once per epoch and not for each batch | each batch|step|batch|0\.1|below
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

# %% plain | validation before the steps of the epoch | after|measured|when|validation
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

# %% subtle | training mode only before the first epoch | training mode|train\(\)|mode|dropout|second epoch
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

# %% subtle | the training loss is that of the last batch | mean|last batch|all batches|batches
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

# %% subtle | training losses measured after the epoch | losses of the steps|before|during|training loss|after|step
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

# %% subtle | validation in training mode | evaluation mode|eval|mode|dropout
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

# %% subtle | steps on the validation batches, too | validation (data|batch)|held|learn|trained on|parameters|update|step
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

# %% subtle | the training loss is a mean over examples | mean over|weigh|examples|batches
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
