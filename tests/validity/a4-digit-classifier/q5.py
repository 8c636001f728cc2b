# %% right | plain loops, Adam
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% right | decorator for no_grad, SGD with momentum
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    batch_losses, sizes = [], []
    for images_batch, labels_batch in loader:
        optimizer.zero_grad()
        logits = model(images_batch)
        loss = loss_fn(logits, labels_batch)
        loss.backward()
        optimizer.step()
        batch_losses.append(loss.item())
        sizes.append(images_batch.shape[0])
    return sum(loss * n for loss, n in zip(batch_losses, sizes)) / sum(sizes)


@torch.no_grad()
def evaluate(model, loader):
    model.train(False)
    correct = torch.cat([model(x).argmax(dim=-1) == y for x, y in loader])
    return correct.double().mean().item()
# %% next cell
torch.manual_seed(42)
classifier = make_network()
sgd = torch.optim.SGD(classifier.parameters(), lr=0.2, momentum=0.9)
losses = []
accuracies = []
loss_fn = nn.CrossEntropyLoss()
for _ in range(20):
    losses += [train_epoch(classifier, train_loader, loss_fn, sgd)]
    accuracies += [evaluate(classifier, val_loader)]
accuracies[-1]

# %% right | tensor accumulator, the old mode restored
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    """One step of the optimiser for each batch; returns the mean loss over the images."""
    was_training = model.training
    model.train()
    total = torch.zeros((), dtype=torch.float64)
    n = 0
    for batch in loader:
        x, y = batch
        optimizer.zero_grad(set_to_none=True)
        loss = loss_fn(model(x), y)
        loss.backward()
        total += loss.detach() * y.numel()
        optimizer.step()
        n += y.numel()
    model.train(was_training)
    return float(total / n)


def evaluate(model: nn.Module, loader) -> float:
    was_training = model.training
    model.eval()
    hits, n = 0, 0
    for x, y in loader:
        with torch.no_grad():
            answers = torch.max(model(x), dim=1).indices
        hits += torch.count_nonzero(answers == y).item()
        n += y.size(0)
    model.train(was_training)
    return hits / n
# %% next cell
EPOCHS = 20
torch.manual_seed(1)
classifier = make_network()
optimizer = torch.optim.AdamW(classifier.parameters(), lr=5e-3)
criterion = nn.CrossEntropyLoss()
losses, accuracies = [0.0] * EPOCHS, [0.0] * EPOCHS
for epoch in range(EPOCHS):
    losses[epoch] = train_epoch(classifier, train_loader, criterion, optimizer)
    accuracies[epoch] = evaluate(classifier, val_loader)
    print(f"{epoch + 1:2}  {losses[epoch]:.4f}  {accuracies[epoch]:.4f}")

# %% right | helper function, softmax before argmax changes nothing
def one_step(model, x, y, loss_fn, optimizer):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        total += one_step(model, x, y, loss_fn, optimizer) * len(x)
        count += len(y)
    return total / count


def evaluate(model, loader):
    model.eval()
    right = seen = 0
    with torch.no_grad():
        for x, y in loader:
            probabilities = torch.softmax(model(x), dim=1)
            for p, truth in zip(probabilities, y):
                right += int(p.argmax() == truth)
                seen += 1
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.RMSprop(classifier.parameters(), lr=0.003)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% plain | mean over the batches, not the images | mean|weigh|images|batch
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        count += 1
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% plain | gradients never reset | reset|zero|accumul|alone|gradient
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% plain | no step of the optimiser | step|unchanged|weights|optimi
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.02)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% plain | accuracy averaged over batches | share|images|batch|mean|right
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model, loader):
    model.eval()
    shares = []
    with torch.no_grad():
        for x, y in loader:
            shares.append((model(x).argmax(dim=1) == y).float().mean().item())
    return sum(shares) / len(shares)
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% plain | argmax over the batch | argmax|dim|right|share|answer
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=0) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(0.0)
print("last accuracy:", accuracies[-1])

# %% plain | learning rate far too large | 94|learning rate|right|accura|jump
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=3.0)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% subtle | no training mode | train(ing)? mode|\.train|mode|dropout
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% subtle | no evaluation mode | eval(uation)? mode|\.eval|mode|dropout
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% subtle | measures with a record of gradients | no_grad|record|gradient
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model, loader):
    model.eval()
    right, seen = 0, 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% subtle | gradients switched off for good | no_grad|switched|restor|record|gradient|enabled
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    torch.set_grad_enabled(True)
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model, loader):
    model.eval()
    torch.set_grad_enabled(False)
    right, seen = 0, 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% subtle | argument loss_fn ignored | loss_fn|loss function|other loss|handed|argument
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% subtle | a new optimiser of the same kind in each call | optimi[sz]er|Adam|momentum|handed
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    lr = optimizer.param_groups[0]["lr"]
    optimizer = type(optimizer)(model.parameters(), lr=lr)
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% right | the number of images from the loader's data set
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total = 0.0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
    return total / len(loader.dataset)


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right = 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
    return right / len(loader.dataset)
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% subtle | trains on the test images, too | test|train_loader|seen|held
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
everything = TensorDataset(images, labels)
everything_loader = DataLoader(everything, batch_size=128, shuffle=True)
for epoch in range(20):
    losses.append(train_epoch(classifier, everything_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
print("last accuracy:", accuracies[-1])

# %% subtle | accuracy measured on the training images | accurac|test|train
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, train_loader))
print("last accuracy:", accuracies[-1])

# %% subtle | stops as soon as 94 per cent are reached | 20|epoch|early|stop|length
def train_epoch(model: nn.Module, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader) -> float:
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen
# %% next cell
torch.manual_seed(0)
classifier = make_network()
optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
losses, accuracies = [], []
for epoch in range(20):
    losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
    accuracies.append(evaluate(classifier, val_loader))
    if accuracies[-1] >= 0.95:
        break
print("last accuracy:", accuracies[-1])
