# %% right | means of the products
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The derivatives of mean((a + b * x - y)**2) with respect to a and b."""
    error = a + b * x - y
    a_grad = (2 * error).mean()
    b_grad = (2 * error * x).mean()
    return a_grad, b_grad

# %% right | sums divided by N, Python floats
def mse_gradients(a, b, x, y):
    N = len(x)
    y_hat = a + b * x
    a_grad = 2 / N * np.sum(y_hat - y)
    b_grad = 2 / N * np.sum((y_hat - y) * x)
    return float(a_grad), float(b_grad)

# %% right | a Python loop over the points
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    a_grad = b_grad = 0.0
    for x_n, y_n in zip(x.ravel().tolist(), y.ravel().tolist()):
        error = a + b * x_n - y_n
        a_grad += 2 * error / x.size
        b_grad += 2 * error * x_n / x.size
    return a_grad, b_grad

# %% right | design matrix and a matrix product
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    design = np.hstack([np.ones_like(x, dtype=float), x])
    residual = design @ np.array([[a], [b]]) - y
    gradient = 2 * design.T @ residual / x.shape[0]
    return gradient[0, 0].item(), gradient[1, 0].item()

# %% plain | forgets the factor 2 | factor|\b2\b|twice|\bhalf\b|times
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = a + b * x - y
    return error.mean(), (error * x).mean()

# %% plain | the wrong sign | \bsign|-1|times|minus|opposite
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = y - (a + b * x)
    return 2 * error.mean(), 2 * (error * x).mean()

# %% plain | sums in place of means | \bmeans?\b|\bsums?\b|\bN\b|times
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = a + b * x - y
    return 2 * error.sum(), 2 * (error * x).sum()

# %% plain | the two derivatives exchanged | order|exchang|swap|a_grad|first
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = a + b * x - y
    a_grad = 2 * (error * x).mean()
    b_grad = 2 * error.mean()
    return a_grad, b_grad

# %% subtle | divides by 100 always | \b100\b|\bN\b|number of points|rows|how many|hard-coded|\bmeans?\b
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = a + b * x - y
    a_grad = 2 * error.sum() / 100
    b_grad = 2 * (error * x).sum() / 100
    return a_grad, b_grad

# %% subtle | autograd in place of paper | autograd|by hand|torch|backward
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    p = torch.tensor([a, b], dtype=torch.float64, requires_grad=True)
    loss = ((p[0] + p[1] * torch.from_numpy(x) - torch.from_numpy(y)) ** 2).mean()
    loss.backward()
    a_grad, b_grad = p.grad.tolist()
    return a_grad, b_grad

# %% subtle | arrays of one element | \bnumbers?\b|array|shape|axis|scalar
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = a + b * x - y
    a_grad = 2 * error.mean(axis=0)
    b_grad = 2 * (error * x).mean(axis=0)
    return a_grad, b_grad

# %% subtle | changes y in place | in place|changed|changes|as (they|it) (are|was|were)|own data
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = y
    error -= a + b * x
    return -2 * error.mean(), -2 * (error * x).mean()

# %% subtle | nudges in place of derivatives | nudge|by hand|derive|formula|numerical|exact|differen
def mse_gradients(a: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    def loss(p, q):
        return ((p + q * x - y) ** 2).mean()

    h = 1e-5
    a_grad = (loss(a + h, b) - loss(a - h, b)) / (2 * h)
    b_grad = (loss(a, b + h) - loss(a, b - h)) / (2 * h)
    return a_grad, b_grad
