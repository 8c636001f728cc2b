# %% right | four tensors, update under no_grad
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p -= lr * p.grad
                p.grad.zero_()
    return (a, b, c, d), losses


# %% right | one tensor of parameters, grad set to None
def fit_autograd(x, y, init, lr, steps):
    params = torch.tensor(init, dtype=x.dtype, requires_grad=True)
    powers = torch.stack([x**k for k in range(4)], dim=1)
    losses: list[float] = []
    for _ in range(steps):
        loss = torch.sum((powers @ params - y) ** 2)
        loss.backward()
        losses.append(float(loss))
        with torch.no_grad():
            params -= lr * params.grad
        params.grad = None
    return tuple(params.tolist()), losses


# %% right | plain SGD from torch.optim
def fit_autograd(x, y, init, lr, steps):
    params = [torch.tensor(float(v), requires_grad=True) for v in init]
    sgd = torch.optim.SGD(params, lr=lr)
    losses = []
    for _ in range(steps):
        a, b, c, d = params
        loss = (a + b * x + c * x**2 + d * x**3 - y).pow(2).sum()
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        losses.append(loss.item())
    return tuple(p.detach() for p in params), losses


# %% right | autograd.grad and new tensors in each step
def fit_autograd(x, y, init, lr, steps):
    values = [float(v) for v in init]
    losses = []
    for _ in range(steps):
        ps = [torch.tensor(v, requires_grad=True) for v in values]
        loss = ((ps[0] + x * (ps[1] + x * (ps[2] + x * ps[3])) - y) ** 2).sum()
        grads = torch.autograd.grad(loss, ps)
        losses.append(loss.item())
        values = [(p - lr * g).item() for p, g in zip(ps, grads)]
    return tuple(values), losses


# %% right | updates through .data
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        for p in (a, b, c, d):
            p.data -= lr * p.grad.data
            p.grad.zero_()
    return (a, b, c, d), losses


# %% plain | gradients are not reset | reset|zero|accumul|old gradient|own gradient
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p -= lr * p.grad
    return (a, b, c, d), losses


# %% plain | mean in place of the sum | mean|\bsum\b|average
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p -= lr * p.grad
                p.grad.zero_()
    return (a, b, c, d), losses


# %% plain | climbs uphill | sign|uphill|minus|-1|against|rise
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p += lr * p.grad
                p.grad.zero_()
    return (a, b, c, d), losses


# %% plain | update makes new tensors | requires_grad|new tensor|in place|NoneType|grad
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p = p - lr * p.grad
    return (a, b, c, d), losses


# %% plain | losses after the step | before|after|first loss|losses\[0\]|start
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p -= lr * p.grad
                p.grad.zero_()
        losses.append(((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum().item())
    return (a, b, c, d), losses


# %% subtle | gradients by hand, no autograd | autograd|backward|by hand|formula
def fit_autograd(x, y, init, lr, steps):
    params = torch.tensor(init)
    powers = torch.stack([x**k for k in range(4)])
    losses = []
    for _ in range(steps):
        error = params @ powers - y
        losses.append((error**2).sum().item())
        params = params - lr * 2 * powers @ error
    return tuple(params.tolist()), losses


# %% subtle | targets are always the sine | \by\b|sin|targets|argument|ignore
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - torch.sin(x)) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p -= lr * p.grad
                p.grad.zero_()
    return (a, b, c, d), losses


# %% subtle | hard-coded 2000 points | hard.?coded|any N|2000|number of points|shape
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a * torch.ones(2000) + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p -= lr * p.grad
                p.grad.zero_()
    return (a, b, c, d), losses


# %% subtle | learning rate fixed at 1e-6 | lr|learning rate|hard.?coded|argument|ignore
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p -= 1e-6 * p.grad
                p.grad.zero_()
    return (a, b, c, d), losses


# %% subtle | losses as numpy scalars of 0-d arrays | number|numpy|array|float|item
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).sum()
        losses.append(loss.detach().numpy())
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p -= lr * p.grad
                p.grad.zero_()
    return (a, b, c, d), losses


# %% subtle | stops when the loss rises | stop|early|break|steps|diverg|rise
def fit_autograd(x, y, init, lr, steps):
    a, b, c, d = (torch.tensor(float(v), requires_grad=True) for v in init)
    losses = []
    for step in range(steps):
        y_hat = a + b * x + c * x**2 + d * x**3
        loss = ((y_hat - y) ** 2).sum()
        if losses and loss.item() > losses[-1]:
            break
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in (a, b, c, d):
                p -= lr * p.grad
                p.grad.zero_()
    return (a, b, c, d), losses
