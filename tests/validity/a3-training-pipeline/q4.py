# %% right | as in the text, with zero_
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Gradient descent on the mean squared error of a + b * x, with autograd."""
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

# %% right | mse_loss, gradients to None, sub_
def fit_autograd(x, y, a, b, lr, epochs):
    a = torch.tensor(float(a), dtype=x.dtype, requires_grad=True)
    b = torch.tensor(float(b), dtype=x.dtype, requires_grad=True)
    for epoch in range(epochs):
        nn.functional.mse_loss(a + b * x, y).backward()
        with torch.no_grad():
            for p in (a, b):
                p.sub_(lr * p.grad)
                p.grad = None
    return a.detach(), b.detach()

# %% right | leaves of shape (1,) and a decorated helper
@torch.no_grad()
def move(leaf: torch.Tensor, lr: float) -> None:
    leaf.copy_(leaf - lr * leaf.grad)
    leaf.grad.zero_()


def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor]:
    intercept = torch.tensor([a], requires_grad=True)
    slope = torch.tensor([b], requires_grad=True)
    for _ in range(epochs):
        error = intercept + slope * x - y
        loss = torch.mean(error.square())
        loss.backward()
        move(intercept, lr)
        move(slope, lr)
    return intercept, slope

# %% right | set_grad_enabled and a reset before the backprop
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor]:
    p = torch.tensor(a).requires_grad_()
    q = torch.tensor(b).requires_grad_()
    for _ in range(epochs):
        p.grad = q.grad = None
        loss = torch.sum((y - (p + x @ q.reshape(1, 1))) ** 2) / len(x)
        loss.backward()
        with torch.set_grad_enabled(False):
            p.add_(p.grad, alpha=-lr)
            q.add_(q.grad, alpha=-lr)
    p.grad = q.grad = None
    return p, q

# %% plain | no reset of the gradients | reset|zero_|accumul|a\.grad|print loss
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
    return a, b

# %% plain | update without no_grad | no_grad|\bleaf|in-?place|has no attribute 'zero_'
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        a = a - lr * a.grad
        b = b - lr * b.grad
        a.grad.zero_()
        b.grad.zero_()
    return a, b

# %% plain | only the gradient of a is reset | reset|zero_|b\.grad|\bboth\b|accumul
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
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
    return a, b

# %% plain | reset before the update | reset|zero_|order|before the update|too early|a\.grad
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        a.grad.zero_()
        b.grad.zero_()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
    return a, b

# %% subtle | the formulas of question 2 | autograd|formula|backward|by hand|question 2
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor]:
    a, b = torch.tensor(a), torch.tensor(b)
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a = a - lr * a_grad
        b = b - lr * b_grad
    return a, b

# %% subtle | the rate is always 0.1 | learning rate|\blr\b|0\.1
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            a -= 0.1 * a.grad
            b -= 0.1 * b.grad
        a.grad.zero_()
        b.grad.zero_()
    return a, b

# %% subtle | returns Python numbers | as tensors?|tensors?, not|not a tensor|is a float|returned a float|should be (a )?tensor|\bitem\b
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
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
    return a.item(), b.item()

# %% subtle | backward is called, but the formulas do the work | autograd|formula|by hand|\.grad|question 2|backward
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    for epoch in range(epochs):
        error = a + b * x - y
        if epoch == 0:
            (error**2).mean().backward()
        with torch.no_grad():
            a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
            a -= lr * a_grad
            b -= lr * b_grad
            a.grad.zero_()
            b.grad.zero_()
    return a, b

# %% subtle | divides by 100 always | \b100\b|\bN\b|number of points|rows|how many|hard-coded|\bmeans?\b
def fit_autograd(
    x: torch.Tensor, y: torch.Tensor, a: float, b: float, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor]:
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    for _ in range(epochs):
        loss = ((a + b * x - y) ** 2).sum() / 100
        loss.backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
        a.grad.zero_()
        b.grad.zero_()
    return a, b
