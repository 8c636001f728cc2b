# %% right | autograd, no_grad update
def fit_sine(
    x: torch.Tensor, y: torch.Tensor, init: torch.Tensor, step: float, steps: int
) -> tuple[torch.Tensor, list[float]]:
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
        a.grad.zero_()
    return a.detach(), losses

# %% right | autograd.grad and a helper for the loss
def sine_loss(a, x, y):
    height, frequency = a
    return nn.functional.mse_loss(height * torch.sin(frequency * x), y)


def fit_sine(x, y, init, step, steps):
    a = init.clone().detach()
    losses: list[float] = []
    while len(losses) < steps:
        a = a.detach().requires_grad_()
        loss = sine_loss(a, x, y)
        (g,) = torch.autograd.grad(loss, a)
        losses.append(loss.item())
        a = a.detach() - step * g / (1 + torch.linalg.vector_norm(g))
    return a, losses

# %% right | gradient on paper
def fit_sine(x, y, init, step, steps):
    a0, a1 = init.detach().clone()
    losses = []
    for _ in range(steps):
        s, c = torch.sin(a1 * x), torch.cos(a1 * x)
        error = a0 * s - y
        losses.append(float((error**2).mean()))
        g0 = (2 * error * s).mean()
        g1 = (2 * error * a0 * x * c).mean()
        length = torch.sqrt(g0**2 + g1**2)
        a0 = a0 - step * g0 / (1 + length)
        a1 = a1 - step * g1 / (1 + length)
    return torch.stack([a0, a1]), losses

# %% right | SGD with a scaled gradient
def fit_sine(x, y, init, step, steps):
    a = nn.Parameter(init.detach().clone())
    optimizer = torch.optim.SGD([a], lr=step)
    history = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (a[0] * (a[1] * x).sin() - y).pow(2).mean()
        loss.backward()
        a.grad /= 1 + a.grad.norm()
        optimizer.step()
        history.append(loss.item())
    return a.data, history

# %% right | data attribute, sum over N, losses preallocated
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone()
    a.requires_grad = True
    losses = [0.0] * steps
    for i in range(steps):
        predicted = a[0] * torch.sin(a[1] * x)
        loss = ((predicted - y) ** 2).sum() / len(x)
        losses[i] = loss.item()
        loss.backward()
        g = a.grad
        size = (g**2).sum().sqrt()
        a.data -= step / (1 + size) * g
        a.grad = None
    return a, losses

# %% plain | no limit on the step | limit|length|1 \+|divid|rule
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * a.grad
        a.grad.zero_()
    return a, losses

# %% plain | each element limited on its own | both|element|same number|length|direction|divid|norm
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.abs())
        a.grad.zero_()
    return a, losses

# %% plain | sum instead of mean | mean|sum|average
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
        a.grad.zero_()
    return a, losses

# %% plain | the loop variable overwrites step | `?step`?|overwr|handed in|name|length
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    for step in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
        a.grad.zero_()
    return a, losses

# %% plain | the loss after each step | before|after
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
            losses.append(((a[0] * torch.sin(a[1] * x) - y) ** 2).mean().item())
        a.grad.zero_()
    return a, losses

# %% plain | gradients not reset | reset|zero|accumul|step before|previous
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
    return a, losses

# %% subtle | returns the best parameters, not the last | best|last|after
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    best, best_loss = a.detach().clone(), float("inf")
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
            now = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean().item()
        if now < best_loss:
            best, best_loss = a.detach().clone(), now
        a.grad.zero_()
    return best, losses

# %% subtle | ends early where the gradient vanishes | early|stop|number of|one number|losses|steps
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        if a.grad.norm() < 1e-6:
            break
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
        a.grad.zero_()
    return a.detach(), losses

# %% subtle | halves the step when the loss rises | `?step`?|halv|adapt|rule|length|handed in
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        if losses and loss.item() > losses[-1]:
            step = step / 2
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
        a.grad.zero_()
    return a.detach(), losses

# %% subtle | losses are NumPy arrays | number|float|item|array|type
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        losses.append(loss.detach().numpy())
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
        a.grad.zero_()
    return a.detach(), losses

# %% subtle | init itself is moved if it requires gradients | init|copy|own|caller|left|chang
def fit_sine(x, y, init, step, steps):
    a = init if init.requires_grad else init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
        a.grad.zero_()
    return a.detach(), losses

# %% subtle | parameters kept positive | negative|positive|clamp|rule|sign|abs
def fit_sine(x, y, init, step, steps):
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
            a.clamp_(min=0)
        a.grad.zero_()
    return a.detach(), losses
