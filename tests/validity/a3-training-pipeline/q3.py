# %% right | calls mse_gradients
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    """Gradient descent on mean((a + b * x - y)**2); returns the final a and b."""
    for _ in range(epochs):
        a_grad, b_grad = mse_gradients(a, b, x, y)
        a = a - lr * a_grad
        b = b - lr * b_grad
    return a, b

# %% right | formulas in the loop, one tuple assignment
def fit_numpy(x, y, a, b, lr, epochs):
    for epoch in range(epochs):
        error = a + b * x - y
        a, b = a - lr * 2 * np.mean(error), b - lr * 2 * np.mean(error * x)
    return float(a), float(b)

# %% right | a vector of both parameters
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    design = np.concatenate([np.ones(x.shape), x], axis=1)
    w = np.array([[a], [b]], dtype=np.float64)
    for _ in range(epochs):
        w -= lr * 2 / len(x) * design.T @ (design @ w - y)
    return w[0, 0], w[1, 0]

# %% right | moments computed once, while loop
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    x_mean, y_mean = x.mean(), y.mean()
    xx, xy = (x * x).mean(), (x * y).mean()
    while epochs > 0:
        a_grad = 2 * (a + b * x_mean - y_mean)
        b_grad = 2 * (a * x_mean + b * xx - xy)
        a -= lr * a_grad
        b -= lr * b_grad
        epochs -= 1
    return a, b

# %% plain | uphill | \bsign|minus|uphill|against|away from least squares|both gradients
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a += lr * a_grad
        b += lr * b_grad
    return a, b

# %% plain | starts at 0 | \bstart|\bbegin
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    a, b = 0.0, 0.0
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a -= lr * a_grad
        b -= lr * b_grad
    return a, b

# %% plain | gradients outside the loop | each epoch|inside|current|away from least squares|both gradients
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    error = a + b * x - y
    a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
    for _ in range(epochs):
        a -= lr * a_grad
        b -= lr * b_grad
    return a, b

# %% plain | b has the gradient of a | b_grad|gradient of b|both gradients|away from least squares
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    for _ in range(epochs):
        error = a + b * x - y
        a_grad = 2 * error.mean()
        a -= lr * a_grad
        b -= lr * a_grad
    return a, b

# %% subtle | b moves with a gradient at the new a | \bboth (gradients|derivatives)|current point|new a\b|already (moved|changed|updated)|order|gradients first|same point|one after
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    for _ in range(epochs):
        a = a - lr * 2 * (a + b * x - y).mean()
        b = b - lr * 2 * ((a + b * x - y) * x).mean()
    return a, b

# %% subtle | the rate is always 0.1 | learning rate|\blr\b|0\.1
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a -= 0.1 * a_grad
        b -= 0.1 * b_grad
    return a, b

# %% subtle | least squares in place of descent | least squares|descent|each epoch|number of epochs|directly|after \d+ epoch|epochs
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    if epochs == 0:
        return a, b
    design = np.hstack([np.ones_like(x), x])
    solution = np.linalg.lstsq(design, y, rcond=None)[0]
    return float(solution[0, 0]), float(solution[1, 0])

# %% subtle | stops when the gradients are small | stops?\b|\bearly|all (the )?epochs|too few|fewer|break|how often|epochs
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        if max(abs(a_grad), abs(b_grad)) < 1e-5:
            break
        a -= lr * a_grad
        b -= lr * b_grad
    return a, b

# %% subtle | autograd in place of NumPy | numpy only|torch|autograd|numpy
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    x_t, y_t = torch.from_numpy(x), torch.from_numpy(y)
    p = torch.tensor([a, b], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([p], lr=lr)
    for _ in range(epochs):
        loss = ((p[0] + p[1] * x_t - y_t) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return p[0].item(), p[1].item()

# %% subtle | divides by 100 always | \b100\b|\bN\b|number of points|rows|how many|hard-coded|\bmeans?\b
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    N = 100
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 / N * error.sum(), 2 / N * (error * x).sum()
        a -= lr * a_grad
        b -= lr * b_grad
    return a, b
