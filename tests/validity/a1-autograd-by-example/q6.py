# %% right | the loop of the text
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% right | MSELoss with sum, reset at the end
def train(model, features, y, optimizer, steps) -> list[float]:
    loss_fn = nn.MSELoss(reduction="sum")
    optimizer.zero_grad()
    losses = []
    for step in range(steps):
        loss = loss_fn(model(features), y)
        losses.append(float(loss))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return losses


# %% right | functional loss, helper for one step
def one_step(model, features, y, optimizer):
    optimizer.zero_grad(set_to_none=True)
    y_hat = model(features)
    loss = nn.functional.mse_loss(y_hat, y, reduction="sum")
    loss.backward()
    optimizer.step()
    return loss.item()


def train(model, features, y, optimizer, steps):
    return [one_step(model, features, y, optimizer) for _ in range(steps)]


# %% right | closure given to step
def train(model, features, y, optimizer, steps):
    losses = []

    def closure():
        optimizer.zero_grad()
        loss = (model(features) - y).pow(2).sum()
        loss.backward()
        return loss

    for _ in range(steps):
        losses.append(optimizer.step(closure).item())
    return losses


# %% plain | no reset | reset|zero_grad|accumul|own gradient|old gradient
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% plain | mean in place of the sum | mean|\bsum\b|average
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% plain | no backward | backward|no gradient|is there a gradient|stays
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% plain | reset between backward and step | reset|zero_grad|order|is there a gradient|stays
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% plain | losses hold tensors | tensor|number|item
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses


# %% plain | no step | step\(\)|stays|update|is there a gradient
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
    return losses


# %% subtle | the global data in place of the arguments | global|argument|ignore|features|data
x_features, targets = features, y.view(-1, 1)


def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(x_features) - targets) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% subtle | an SGD of its own | optimi[sz]er|given|own|SGD|handed
def train(model, features, y, optimizer, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-6, momentum=0.5)
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% plain | stops when the loss rises | stop|early|break|all steps|number of|rise
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        if losses and loss.item() > losses[-1]:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% subtle | mean times 2000 | 2000|hard.?coded|\bsum\b|number of|mean
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).mean() * 2000
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% subtle | flattens nothing but views y as a column | shape|view|column|broadcast|\(N,\)|any model
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y.view(-1, 1)) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% subtle | needs an attribute weight | any model|attribute|weight|layer|which model
def train(model, features, y, optimizer, steps):
    losses = []
    for _ in range(steps):
        y_hat = features @ model.weight.T + model.bias
        loss = ((y_hat - y) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
