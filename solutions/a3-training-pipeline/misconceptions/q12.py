"""What students get wrong in A3, q12 (train_with_scheduler), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q12",
    "Your first learning rate is that of the second epoch. When in an epoch do you note it down: "
    "before or after the scheduler's step?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Notes the learning rate after the scheduler's step"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
        learning_rates.append(optimizer.param_groups[0]["lr"])
    return val_losses, learning_rates


@misconception(
    "q12", "Your learning rates fall many times in one epoch. How far is scheduler.step() indented?"
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Steps the scheduler after each batch"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
                scheduler.step(loss.item())
            else:
                scheduler.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return val_losses, learning_rates


@misconception(
    "q12",
    "ReduceLROnPlateau watches the training loss in your code. Which loss tells when a model has "
    "stopped getting better on new data?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """ReduceLROnPlateau watches the training loss"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        of_training = []
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            of_training.append(loss.item())
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(sum(of_training) / len(of_training))
        else:
            scheduler.step()
    return val_losses, learning_rates


@misconception(
    "q12", "No learning rate ever changes. Who tells the scheduler that an epoch is over?"
)
def train_with_scheduler():
    """Never steps the scheduler"""
    edit(
        "val_loss = sum(of_batches) / len(of_batches)",
        "val_losses.append(sum(of_batches) / len(of_batches))",
    )
    edit("val_losses.append(val_loss)", "")
    edit(
        "if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):\n"
        "    scheduler.step(val_loss)\n"
        "else:\n"
        "    scheduler.step()",
        "",
    )


@misconception(
    "q12",
    "StepLR works. What does the message for ReduceLROnPlateau say that its step is missing?",
)
def train_with_scheduler():
    """Steps every scheduler without an argument"""
    edit(
        "val_loss = sum(of_batches) / len(of_batches)",
        "val_losses.append(sum(of_batches) / len(of_batches))",
    )
    edit("val_losses.append(val_loss)", "scheduler.step()")
    edit(
        "if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):\n"
        "    scheduler.step(val_loss)\n"
        "else:\n"
        "    scheduler.step()",
        "",
    )


@misconception(
    "q12",
    "ReduceLROnPlateau works. The step of other schedulers takes a number, too, but reads it as "
    "that of the epoch: what do you give to StepLR?",
)
def train_with_scheduler():
    """Gives every scheduler the validation loss"""
    edit(
        "val_loss = sum(of_batches) / len(of_batches)",
        "val_losses.append(sum(of_batches) / len(of_batches))",
    )
    edit("val_losses.append(val_loss)", "scheduler.step(val_losses[-1])")
    edit(
        "if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):\n"
        "    scheduler.step(val_loss)\n"
        "else:\n"
        "    scheduler.step()",
        "",
    )


@misconception(
    "q12",
    "Your learning rates are all the same, while the optimiser's change. Is the number that you "
    "note down the one in force?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Notes the learning rate that the optimiser was made with"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.defaults["lr"])
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates


@misconception("q12", "The lists are right. Which of them does the caller expect first?")
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Returns the learning rates first"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return learning_rates, val_losses


@misconception(
    "q12",
    "The learning rates are as planned, but the model does not learn as it should: look at what "
    "its gradients hold in the second step.",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Never resets the gradients"""
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in train_loader:
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(val_losses[-1])
        else:
            scheduler.step()
    return val_losses, learning_rates


@misconception(
    "q12",
    "Your val_losses begin with that of the untrained model. When in an epoch are they to be "
    "measured?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Validates before the steps of the epoch"""
    step = make_train_step(model, loss_fn, optimizer)
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        val_losses.append(validate(model, loss_fn, val_loader))
        for x, y in train_loader:
            step(x, y)
        scheduler.step(*val_losses[-1:] if watches else ())
    return val_losses, learning_rates


@misconception(
    "q12",
    "The learning rate that you note down is not the one that the steps are made with. When does "
    "an epoch tell the scheduler that it is over?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Steps a planned scheduler when the epoch begins"""
    step = make_train_step(model, loss_fn, optimizer)
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        if not watches:
            scheduler.step()
        for x, y in train_loader:
            step(x, y)
        val_losses.append(validate(model, loss_fn, val_loader))
        if watches:
            scheduler.step(val_losses[-1])
    return val_losses, learning_rates


@misconception(
    "q12",
    "With batches of equal size you are right. If the last one is smaller, is yours a mean over "
    "the batches, or over the examples?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """The validation loss is a mean over examples"""
    step = make_train_step(model, loss_fn, optimizer)
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        for x, y in train_loader:
            step(x, y)
        model.eval()
        total = 0.0
        with torch.no_grad():
            for x, y in val_loader:
                total += loss_fn(model(x), y).item() * len(x)
        val_losses.append(total / len(val_loader.dataset))
        scheduler.step(*val_losses[-1:] if watches else ())
    return val_losses, learning_rates


@misconception(
    "q12",
    "ReduceLROnPlateau watches one validation batch in your code. Which number stands for all of "
    "them?",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """ReduceLROnPlateau watches the last validation batch"""
    step = make_train_step(model, loss_fn, optimizer)
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        for x, y in train_loader:
            step(x, y)
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        scheduler.step(*of_batches[-1:] if watches else ())
    return val_losses, learning_rates


@misconception(
    "q12",
    "The caller asked for a number of epochs. What makes your loop end before?",
    finding="stops early",
)
def train_with_scheduler(model, loss_fn, optimizer, scheduler, train_loader, val_loader, epochs):
    """Stops when the validation loss rises"""
    step = make_train_step(model, loss_fn, optimizer)
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    val_losses, learning_rates = [], []
    for _ in range(epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])
        for x, y in train_loader:
            step(x, y)
        val_losses.append(validate(model, loss_fn, val_loader))
        scheduler.step(*val_losses[-1:] if watches else ())
        if len(val_losses) > 1 and val_losses[-1] > val_losses[-2]:
            break
    return val_losses, learning_rates
