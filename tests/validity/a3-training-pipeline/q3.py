# %% right | calls mse_gradients
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    """Gradient descent on mean((a + b * x - y)**2); returns the final a and b."""
    for _ in range(epochs):
        for i in range(0, len(x), batch_size):
            u, v = x[i:i + batch_size], y[i:i + batch_size]
            a_grad, b_grad = mse_gradients(a, b, u, v)
            a = a - lr * a_grad
            b = b - lr * b_grad
    return a, b

# %% right | formulas in the loop, one tuple assignment
def fit_numpy(x, y, a, b, lr, epochs, batch_size):
    for epoch in range(epochs):
        for i in range(0, len(x), batch_size):
            u, v = x[i:i + batch_size], y[i:i + batch_size]
            error = a + b * u - v
            a, b = a - lr * 2 * np.mean(error), b - lr * 2 * np.mean(error * u)
    return float(a), float(b)

# %% right | a vector of both parameters
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    design = np.concatenate([np.ones(x.shape), x], axis=1)
    w = np.array([[a], [b]], dtype=np.float64)
    for _ in range(epochs):
        for i in range(0, x.shape[0], batch_size):
            part = design[i:i + batch_size]
            w -= lr * 2 / len(part) * part.T @ (part @ w - y[i:i + batch_size])
    return w[0, 0], w[1, 0]

# %% right | moments of each batch computed once, while loop
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    moments = []
    first = 0
    while first < len(x):
        u, v = x[first:first + batch_size], y[first:first + batch_size]
        moments.append((u.mean(), v.mean(), (u * u).mean(), (u * v).mean()))
        first += batch_size
    while epochs > 0:
        for u_mean, v_mean, uu, uv in moments:
            a_grad = 2 * (a + b * u_mean - v_mean)
            b_grad = 2 * (a * u_mean + b * uu - uv)
            a -= lr * a_grad
            b -= lr * b_grad
        epochs -= 1
    return a, b

# %% plain | uphill | \bsign|minus|uphill|against|away from least squares|both gradients
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    for _ in range(epochs):
        for i in range(0, len(x), batch_size):
            u, v = x[i:i + batch_size], y[i:i + batch_size]
            error = a + b * u - v
            a_grad, b_grad = 2 * error.mean(), 2 * (error * u).mean()
            a += lr * a_grad
            b += lr * b_grad
    return a, b

# %% plain | starts at 0 | \bstart|\bbegin
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    a, b = 0.0, 0.0
    for _ in range(epochs):
        for i in range(0, len(x), batch_size):
            u, v = x[i:i + batch_size], y[i:i + batch_size]
            error = a + b * u - v
            a_grad, b_grad = 2 * error.mean(), 2 * (error * u).mean()
            a -= lr * a_grad
            b -= lr * b_grad
    return a, b

# %% plain | gradients outside the loop | each epoch|inside|current|away from least squares|both gradients
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    error = a + b * x - y
    a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
    for _ in range(epochs):
        for i in range(0, len(x), batch_size):
            a -= lr * a_grad
            b -= lr * b_grad
    return a, b

# %% plain | b has the gradient of a | b_grad|gradient of b|both gradients|away from least squares
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    for _ in range(epochs):
        for i in range(0, len(x), batch_size):
            u, v = x[i:i + batch_size], y[i:i + batch_size]
            error = a + b * u - v
            a_grad = 2 * error.mean()
            a -= lr * a_grad
            b -= lr * a_grad
    return a, b

# %% subtle | b moves with a gradient at the new a | \bboth (gradients|derivatives)|current point|new a\b|already (moved|changed|updated)|order|gradients first|same point|one after
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    for _ in range(epochs):
        for i in range(0, len(x), batch_size):
            u, v = x[i:i + batch_size], y[i:i + batch_size]
            a = a - lr * 2 * (a + b * u - v).mean()
            b = b - lr * 2 * ((a + b * u - v) * u).mean()
    return a, b

# %% subtle | the rate is always 0.1 | learning rate|\blr\b|0\.1
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    for _ in range(epochs):
        for i in range(0, len(x), batch_size):
            u, v = x[i:i + batch_size], y[i:i + batch_size]
            error = a + b * u - v
            a_grad, b_grad = 2 * error.mean(), 2 * (error * u).mean()
            a -= 0.1 * a_grad
            b -= 0.1 * b_grad
    return a, b

# %% subtle | least squares in place of descent | least squares|descent|each epoch|number of epochs|directly|after \d+ epoch|epochs
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    if epochs == 0:
        return a, b
    design = np.hstack([np.ones_like(x), x])
    solution = np.linalg.lstsq(design, y, rcond=None)[0]
    return float(solution[0, 0]), float(solution[1, 0])

# %% subtle | stops when the gradients are small | stops?\b|\bearly|all (the )?epochs|too few|fewer|break|how often|epochs
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    for _ in range(epochs):
        for i in range(0, len(x), batch_size):
            u, v = x[i:i + batch_size], y[i:i + batch_size]
            error = a + b * u - v
            a_grad, b_grad = 2 * error.mean(), 2 * (error * u).mean()
            if max(abs(a_grad), abs(b_grad)) < 1e-5:
                break
            a -= lr * a_grad
            b -= lr * b_grad
    return a, b

# %% subtle | autograd in place of NumPy | numpy only|torch|autograd|numpy
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    x_t, y_t = torch.from_numpy(x), torch.from_numpy(y)
    p = torch.tensor([a, b], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([p], lr=lr)
    for _ in range(epochs):
        for u, v in zip(x_t.split(batch_size), y_t.split(batch_size)):
            loss = ((p[0] + p[1] * u - v) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return p[0].item(), p[1].item()

# %% subtle | divides by 100 always | \b100\b|\bN\b|number of points|rows|how many|hard-coded|\bmeans?\b
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    N = 100
    for _ in range(epochs):
        for i in range(0, len(x), batch_size):
            u, v = x[i:i + batch_size], y[i:i + batch_size]
            error = a + b * u - v
            a_grad, b_grad = 2 / N * error.sum(), 2 / N * (error * u).sum()
            a -= lr * a_grad
            b -= lr * b_grad
    return a, b

# %% plain | one step per epoch, over all rows | batch|each step|rows
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    for _ in range(epochs):
        error = a + b * x - y
        a_grad, b_grad = 2 * error.mean(), 2 * (error * x).mean()
        a -= lr * a_grad
        b -= lr * b_grad
    return a, b

# %% subtle | the last batch is dropped where it is not full | batch|rows|left over|last
def fit_numpy(
    x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, epochs: int, batch_size: int
) -> tuple[float, float]:
    size = min(batch_size, len(x))
    for _ in range(epochs):
        for i in range(len(x) // size):
            u, v = x[i * size:(i + 1) * size], y[i * size:(i + 1) * size]
            error = a + b * u - v
            a_grad, b_grad = 2 * error.mean(), 2 * (error * u).mean()
            a -= lr * a_grad
            b -= lr * b_grad
    return a, b
