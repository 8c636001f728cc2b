"""What students get wrong in A3, q10 (train_loop), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q10",
    "From the second epoch on, your model is trained in evaluation mode. What did the validation "
    "leave behind?",
)
def train_loop():
    """Sets training mode once, before the epochs"""
    edit(
        "losses, val_losses = [], []",
        "losses, val_losses = [], []\nmodel.train()",
    )
    edit("model.train()", "")


@misconception("q10", "Your model is measured in the mode in which it was trained. Should it be?")
def train_loop():
    """Validates in training mode"""
    edit("model.eval()", "")


@misconception(
    "q10", "The numbers are right, but your validation records graphs that nobody will walk back."
)
def train_loop():
    """Records gradients in validation"""
    edit(
        "with torch.no_grad():\n"
        "    of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]",
        "of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]",
    )


@misconception(
    "q10", "Your steps overshoot more and more. What does the second backward find in .grad?"
)
def train_loop():
    """Never resets the gradients"""
    edit("optimizer.zero_grad()", "")


@misconception(
    "q10",
    "Each epoch makes one step only, with the gradients of all its batches. How far is the update "
    "indented?",
)
def train_loop():
    """One step per epoch"""
    edit(
        "optimizer.step()\noptimizer.zero_grad()",
        "",
    )
    edit(
        "losses.append(sum(of_batches) / len(of_batches))",
        "optimizer.step()\noptimizer.zero_grad()\nlosses.append(sum(of_batches) / len(of_batches))",
    )


@misconception(
    "q10", "Your losses have one entry per batch. The curves are to have one point per epoch."
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """One loss per batch"""
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
            val_losses += [loss_fn(model(x), y).item() for x, y in val_loader]
    return losses, val_losses


@misconception(
    "q10",
    "A single batch speaks for the whole epoch in your losses. Which one, and where are the rest?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """The loss of the last batch in place of the mean"""
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
                loss = loss_fn(model(x), y)
        val_losses.append(loss.item())
    return losses, val_losses


@misconception(
    "q10",
    "Your training losses carry earlier epochs along. Where is the list or sum of an epoch begun?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """The running training loss is never begun anew"""
    losses, val_losses = [], []
    running = 0.0
    for _ in range(epochs):
        model.train()
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            running += loss.item()
        losses.append(running / len(train_loader))
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception("q10", "Your losses grow with the number of batches. Sum, or mean?")
def train_loop():
    """Sums over the batches"""
    edit("losses.append(sum(of_batches) / len(of_batches))", "losses.append(sum(of_batches))")
    edit(
        "of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]",
        "val_losses.append(sum(loss_fn(model(x), y).item() for x, y in val_loader))",
    )
    edit("val_losses.append(sum(of_batches) / len(of_batches))", "")


@misconception(
    "q10",
    "Your val_losses begin with that of the untrained model. In which order do the two halves of "
    "an epoch come?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Validates before the steps of the epoch"""
    losses, val_losses = [], []
    for _ in range(epochs):
        model.eval()
        with torch.no_grad():
            of_batches = [loss_fn(model(x), y).item() for x, y in val_loader]
        val_losses.append(sum(of_batches) / len(of_batches))
        model.train()
        of_batches = []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            of_batches.append(loss.item())
        losses.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception(
    "q10",
    "Your model learns from the validation data, too. Then nothing is left to judge it by: which "
    "of your two inner loops may make steps?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Trains on the validation data as well"""
    losses, val_losses = [], []
    for _ in range(epochs):
        for loader, kept in ((train_loader, losses), (val_loader, val_losses)):
            model.train()
            of_batches = []
            for x, y in loader:
                loss = loss_fn(model(x), y)
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
                of_batches.append(loss.item())
            kept.append(sum(of_batches) / len(of_batches))
    return losses, val_losses


@misconception("q10", "The values are right. What are they: numbers, or tensors with a graph each?")
def train_loop():
    """Keeps tensors"""
    edit("loss.item()", "loss")
    edit("loss_fn(model(x), y).item()", "loss_fn(model(x), y)")


@misconception(
    "q10",
    "The loss of a single batch speaks for the whole epoch. Where is the mean over the batches?",
    base="Built from the functions of questions 7 and 9",
)
def train_loop():
    """The training loss of the last batch in place of the mean"""
    edit(
        "of_batches = [step(x, y) for x, y in train_loader]",
        "for x, y in train_loader:\n    loss = step(x, y)",
    )
    edit("sum(of_batches) / len(of_batches)", "loss")


@misconception(
    "q10",
    "Your training losses are measured after the steps, when the parameters have moved. Which loss "
    "did each step get its gradients from?",
    base="Built from the functions of questions 7 and 9",
)
def train_loop():
    """Measures the training loss after the epoch"""
    edit(
        "of_batches = [step(x, y) for x, y in train_loader]",
        "for x, y in train_loader:\n    step(x, y)",
    )
    edit("sum(of_batches) / len(of_batches)", "validate(model, loss_fn, train_loader)")


@misconception(
    "q10",
    "Your training losses are measured after the steps, when the parameters have moved. Which loss "
    "did each step get its gradients from?",
    base="Built from the functions of questions 7 and 9",
)
def train_loop():
    """Measures the training losses after each step"""
    edit(
        "of_batches = [step(x, y) for x, y in train_loader]",
        "of_batches = []\n"
        "for x, y in train_loader:\n"
        "    step(x, y)\n"
        "    of_batches.append(loss_fn(model(x), y).item())",
    )


@misconception(
    "q10",
    "With batches of equal size you are right. If the last one is smaller, is yours a mean over "
    "the batches, or over the examples?",
    base="Built from the functions of questions 7 and 9",
)
def train_loop():
    """The training loss is a mean over examples"""
    edit(
        "of_batches = [step(x, y) for x, y in train_loader]",
        "total = sum(step(x, y) * len(x) for x, y in train_loader)",
    )
    edit("sum(of_batches) / len(of_batches)", "total / len(train_loader.dataset)")


@misconception(
    "q10",
    "With batches of equal size you are right. If the last one is smaller, is yours a mean over "
    "the batches, or over the examples?",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Both losses are means over examples"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        total = sum(step(x, y) * len(x) for x, y in train_loader)
        losses.append(total / len(train_loader.dataset))
        model.eval()
        total = 0.0
        with torch.no_grad():
            for x, y in val_loader:
                total += loss_fn(model(x), y).item() * len(x)
        val_losses.append(total / len(val_loader.dataset))
    return losses, val_losses


@misconception(
    "q10",
    "The loss function is an argument, and may be another one. Which one does your validation use?",
    base="Built from the functions of questions 7 and 9",
)
def train_loop():
    """Validates with the squared error in place of loss_fn"""
    edit("validate(model, loss_fn, val_loader)", "validate(model, nn.MSELoss(), val_loader)")


@misconception(
    "q10",
    "The caller asked for a number of epochs. What makes your loop end before?",
    finding="stops early",
    base="Built from the functions of questions 7 and 9",
)
def train_loop():
    """Stops when the validation loss rises"""
    edit(
        "val_losses.append(validate(model, loss_fn, val_loader))",
        "val_losses.append(validate(model, loss_fn, val_loader))\n"
        "if len(val_losses) > 1 and val_losses[-1] > val_losses[-2]:\n"
        "    break",
    )


@misconception(
    "q10",
    "The caller gets a model from an earlier epoch back. What was asked for: the best parameters, "
    "or those of the last step?",
    finding="earlier parameters brought back",
)
def train_loop(model, loss_fn, optimizer, train_loader, val_loader, epochs):
    """Brings the best parameters back"""
    step = make_train_step(model, loss_fn, optimizer)
    losses, val_losses = [], []
    for _ in range(epochs):
        of_batches = [step(x, y) for x, y in train_loader]
        losses.append(sum(of_batches) / len(of_batches))
        val_losses.append(validate(model, loss_fn, val_loader))
        if val_losses[-1] == min(val_losses):
            best = {name: value.clone() for name, value in model.state_dict().items()}
    if epochs:
        model.load_state_dict(best)
    return losses, val_losses
