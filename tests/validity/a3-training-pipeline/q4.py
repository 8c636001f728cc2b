# %% right | as in the text, with zero_
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Gradient descent on the mean squared error of a + b * x, with autograd."""
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    va, vb = torch.tensor(0.0), torch.tensor(0.0)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            va = momentum * va + a.grad
            a -= lr * va
            vb = momentum * vb + b.grad
            b -= lr * vb
        a.grad.zero_()
        b.grad.zero_()
    return a, b

# %% right | mse_loss, gradients to None, sub_
def fit_autograd(x, y, a, b, lr, epochs, momentum):
    a = torch.tensor(float(a), dtype=x.dtype, requires_grad=True)
    b = torch.tensor(float(b), dtype=x.dtype, requires_grad=True)
    v = {a: 0.0, b: 0.0}
    for epoch in range(epochs):
        nn.functional.mse_loss(a + b * x, y).backward()
        with torch.no_grad():
            for p in (a, b):
                v[p] = v[p] * momentum + p.grad
                p.sub_(lr * v[p])
                p.grad = None
    return a.detach(), b.detach()

# %% right | leaves of shape (1,) and a decorated helper
@torch.no_grad()
def move(leaf: torch.Tensor, velocity: torch.Tensor, lr: float, momentum: float) -> None:
    velocity.mul_(momentum).add_(leaf.grad)
    leaf.copy_(leaf - lr * velocity)
    leaf.grad.zero_()


def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    intercept = torch.tensor([a], requires_grad=True)
    slope = torch.tensor([b], requires_grad=True)
    speeds = torch.zeros_like(intercept.data), torch.zeros_like(slope.data)
    for _ in range(epochs):
        error = intercept + slope * x - y
        loss = torch.mean(error.square())
        loss.backward()
        move(intercept, speeds[0], lr, momentum)
        move(slope, speeds[1], lr, momentum)
    return intercept, slope

# %% right | set_grad_enabled and a reset before the backprop
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    p = torch.tensor(a).requires_grad_()
    q = torch.tensor(b).requires_grad_()
    vp, vq = torch.zeros(()), torch.zeros(())
    for _ in range(epochs):
        p.grad = q.grad = None
        loss = torch.sum((y - (p + x @ q.reshape(1, 1))) ** 2) / len(x)
        loss.backward()
        with torch.set_grad_enabled(False):
            vp = torch.add(p.grad, vp, alpha=momentum)
            vq = torch.add(q.grad, vq, alpha=momentum)
            p.add_(vp, alpha=-lr)
            q.add_(vq, alpha=-lr)
    p.grad = q.grad = None
    return p, q

# %% plain | no reset of the gradients | reset|zero_|accumul|a\.grad|print loss
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    va, vb = torch.tensor(0.0), torch.tensor(0.0)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            va = momentum * va + a.grad
            a -= lr * va
            vb = momentum * vb + b.grad
            b -= lr * vb
    return a, b

# %% plain | update without no_grad | no_grad|\bleaf|in-?place|has no attribute 'zero_'
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    va = vb = 0
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        va = momentum * va + a.grad
        a = a - lr * va
        vb = momentum * vb + b.grad
        b = b - lr * vb
        a.grad.zero_()
        b.grad.zero_()
    return a, b

# %% plain | only the gradient of a is reset | reset|zero_|b\.grad|\bboth\b|accumul
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    va, vb = torch.tensor(0.0), torch.tensor(0.0)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            va = momentum * va + a.grad
            a -= lr * va
            vb = momentum * vb + b.grad
            b -= lr * vb
        a.grad.zero_()
    return a, b

# %% plain | reset before the update | reset|zero_|order|before the update|too early|a\.grad
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    va, vb = torch.tensor(0.0), torch.tensor(0.0)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        a.grad.zero_()
        b.grad.zero_()
        with torch.no_grad():
            va = momentum * va + a.grad
            a -= lr * va
            vb = momentum * vb + b.grad
            b -= lr * vb
    return a, b

# %% subtle | the formulas of question 2 | autograd|formula|backward|by hand|question 2
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a, b = torch.tensor(a), torch.tensor(b)
    va = vb = 0
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        va, vb = momentum * va + a_grad, momentum * vb + b_grad
        a = a - lr * va
        b = b - lr * vb
    return a, b

# %% subtle | the rate is always 0.1 | learning rate|\blr\b|0\.1
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    va, vb = torch.tensor(0.0), torch.tensor(0.0)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            va = momentum * va + a.grad
            a -= 0.1 * va
            vb = momentum * vb + b.grad
            b -= 0.1 * vb
        a.grad.zero_()
        b.grad.zero_()
    return a, b

# %% subtle | returns Python numbers | as tensors?|tensors?, not|not a tensor|is a float|returned a float|should be (a )?tensor|\bitem\b
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    va, vb = torch.tensor(0.0), torch.tensor(0.0)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            va = momentum * va + a.grad
            a -= lr * va
            vb = momentum * vb + b.grad
            b -= lr * vb
        a.grad.zero_()
        b.grad.zero_()
    return a.item(), b.item()

# %% subtle | backward is called, but the formulas do the work | autograd|formula|by hand|\.grad|question 2|backward
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    va = vb = 0
    for epoch in range(epochs):
        error = a + b * x - y
        if epoch == 0:
            (error**2).mean().backward()
        with torch.no_grad():
            a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
            va, vb = momentum * va + a_grad, momentum * vb + b_grad
            a -= lr * va
            b -= lr * vb
            a.grad.zero_()
            b.grad.zero_()
    return a, b

# %% subtle | divides by 100 always | \b100\b|\bN\b|number of points|rows|how many|hard-coded|\bmeans?\b
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    va, vb = torch.tensor(0.0), torch.tensor(0.0)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).sum() / 100
        loss.backward()
        with torch.no_grad():
            va = momentum * va + a.grad
            a -= lr * va
            vb = momentum * vb + b.grad
            b -= lr * vb
        a.grad.zero_()
        b.grad.zero_()
    return a, b

# %% plain | momentum is not used | momentum|velocit|memory
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
        a.grad.zero_()
        b.grad.zero_()
    return a, b

# %% subtle | the velocity is scaled by 1 - momentum | velocit|momentum|average|multipl|scal
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int, momentum: float
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    va, vb = torch.tensor(0.0), torch.tensor(0.0)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            va = momentum * va + (1 - momentum) * a.grad
            vb = momentum * vb + (1 - momentum) * b.grad
            a -= lr * va
            b -= lr * vb
        a.grad.zero_()
        b.grad.zero_()
    return a, b
