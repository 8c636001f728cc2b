# %% right | all in one function
def train_with_scheduler(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    scheduler,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    """Train; returns the validation loss and the learning rate of each epoch."""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates

# %% right | train_loop with one epoch at a time
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    from torch.optim import lr_scheduler

    val_losses = []
    rates = []
    for _ in range(epochs):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        _, (val_loss,) = train_loop(model, loss_fn, optimizer, train_loader, val_loader, 1)
        val_losses.append(val_loss)
        arguments = (val_loss,) if isinstance(scheduler, lr_scheduler.ReduceLROnPlateau) else ()
        scheduler.step(*arguments)
    return val_losses, rates

# %% right | make_train_step and validate, the rate noted after the steps
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    train_step = make_train_step(model, loss_fn, optimizer)
    rows = []
    for _ in range(epochs):
        for x, y in train_loader:
            train_step(x, y)
        val_loss = validate(model, loss_fn, val_loader)
        rows.append((val_loss, optimizer.param_groups[0]["lr"]))
        scheduler.step(val_loss) if watches else scheduler.step()
    return [row[0] for row in rows], [row[1] for row in rows]

# %% right | reset first, running totals, early branch
def train_with_scheduler(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    scheduler,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    val_losses: list[float] = []
    learning_rates: list[float] = []

    def end_of_epoch(value: float) -> None:
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(value)
            return
        scheduler.step()

    for epoch in range(1, epochs + 1):
        learning_rates += [group["lr"] for group in optimizer.param_groups[:1]]
        for x, y in train_loader:
            model.train()
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with torch.no_grad():
            for x, y in val_loader:
                total += loss_fn(model(x), y).item() / len(val_loader)
        val_losses += [total]
        end_of_epoch(total)
    return val_losses, learning_rates

# %% plain | the rate is noted after the step of the scheduler | in force|learning rate|before|with which|\brates?\b
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
        learning_rates.append(optimizer.param_groups[0]["lr"])
    return val_losses, learning_rates

# %% plain | the scheduler steps for each batch | \bonce\b|each batch|per epoch|\brates? (are|is|was)|\bevery\b|end of each epoch
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
                scheduler.step(loss.item())
            else:
                scheduler.step()
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
    return val_losses, learning_rates

# %% plain | the scheduler never steps | scheduler|\brates? (are|is|was)|halved
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
    return val_losses, learning_rates

# %% plain | lists of tensors and lists | python number|float|\blists?\b|get_last_lr|tensor
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(scheduler.get_last_lr())
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y) for x, y in val_loader]
        val_losses.append(torch.stack(found).mean())
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates

# %% subtle | the plateau scheduler watches the training loss | with the validation loss|plateau|training loss|watch
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        batch_losses = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            batch_losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(sum(batch_losses) / len(batch_losses))
        else:
            scheduler.step()
    return val_losses, learning_rates

# %% subtle | no case for the plateau scheduler | plateau|with the validation loss|\bargument|metrics|watch
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
        scheduler.step()
    return val_losses, learning_rates

# %% subtle | no modes are set | \bmodes?\b|\beval|train\(\)|dropout
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates

# %% subtle | validation before the steps of the epoch | \bafter\b|measured|before the (steps|epoch)|when
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates

# %% subtle | the scheduler steps at the start of the epoch | at the end|scheduler|\brates?\b|learning rate|with which|too early
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    plateau = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        if not plateau:
            scheduler.step()
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
        if plateau:
            scheduler.step(val_losses[-1])
    return val_losses, learning_rates

# %% subtle | validation loss as a mean over examples | mean over|weigh|over (the )?examples|over the batches|means?\b
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        total, count = 0.0, 0
        with torch.no_grad():
            for x, y in val_loader:
                total += loss_fn(model(x), y).item() * len(x)
                count += len(x)
        val_losses.append(total / count)
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates

# %% subtle | the plateau scheduler watches the last validation batch only | last batch|\bmean\b|all (the )?batches|plateau|watch
def train_with_scheduler(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    scheduler,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    """Train; returns the validation loss and the learning rate of each epoch."""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(found[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates

# %% right | type in place of isinstance
def train_with_scheduler(
    model: nn.Module,
    loss_fn,
    optimizer: torch.optim.Optimizer,
    scheduler,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
) -> tuple[list[float], list[float]]:
    """Train; returns the validation loss and the learning rate of each epoch."""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            found = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(found) / len(found))
        if type(scheduler) is torch.optim.lr_scheduler.ReduceLROnPlateau:
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates
