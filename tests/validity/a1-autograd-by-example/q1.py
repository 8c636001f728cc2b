# %% right | four gradients, one line each
def fit_numpy(x, y, init, lr, steps):
    a, b, c, d = init
    losses = []
    for step in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        y_hat_grad = 2 * error
        a_grad = y_hat_grad.sum()
        b_grad = (y_hat_grad * x).sum()
        c_grad = (y_hat_grad * x**2).sum()
        d_grad = (y_hat_grad * x**3).sum()
        a, b = a - lr * a_grad, b - lr * b_grad
        c, d = c - lr * c_grad, d - lr * d_grad
    return (a, b, c, d), losses


# %% right | matrix of powers and one vector of parameters
def fit_numpy(x: np.ndarray, y: np.ndarray, init, lr: float, steps: int):
    powers = np.stack([x**k for k in range(4)], axis=1)
    params = np.array(init, dtype=float)
    losses = []
    for _ in range(steps):
        error = powers @ params - y
        losses.append(float(error @ error))
        params -= lr * 2 * powers.T @ error
    return tuple(params.tolist()), losses


# %% right | np.vander and a helper
def loss_and_gradients(A, params, y):
    error = A.dot(params) - y
    return np.sum(np.square(error)), 2 * A.T.dot(error)


def fit_numpy(x, y, init, lr, steps):
    A = np.vander(x, 4, increasing=True)
    params, losses = np.asarray(init, dtype=np.float64), []
    while len(losses) < steps:
        loss, gradients = loss_and_gradients(A, params, y)
        losses.append(loss.item())
        params = params - lr * gradients
    a, b, c, d = params
    return (a, b, c, d), losses


# %% right | polyval, a list of parameters, in-place updates after all gradients
def fit_numpy(x, y, init, lr, steps):
    params = list(init)
    losses = []
    for _ in range(steps):
        error = np.polyval(params[::-1], x) - y
        losses += [np.sum(error**2)]
        gradients = [np.sum(2 * error * x**k) for k in range(4)]
        for k in range(4):
            params[k] -= lr * gradients[k]
    return tuple(params), losses


# %% plain | forgets the factor 2 | factor|twice|half|0\.5
def fit_numpy(x, y, init, lr, steps):
    a, b, c, d = init
    losses = []
    for step in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        y_hat_grad = error
        a_grad = y_hat_grad.sum()
        b_grad = (y_hat_grad * x).sum()
        c_grad = (y_hat_grad * x**2).sum()
        d_grad = (y_hat_grad * x**3).sum()
        a, b = a - lr * a_grad, b - lr * b_grad
        c, d = c - lr * c_grad, d - lr * d_grad
    return (a, b, c, d), losses


# %% plain | climbs uphill | sign|uphill|minus|-1|against|opposite|rise
def fit_numpy(x, y, init, lr, steps):
    a, b, c, d = init
    losses = []
    for step in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        y_hat_grad = 2 * error
        a_grad = y_hat_grad.sum()
        b_grad = (y_hat_grad * x).sum()
        c_grad = (y_hat_grad * x**2).sum()
        d_grad = (y_hat_grad * x**3).sum()
        a, b = a + lr * a_grad, b + lr * b_grad
        c, d = c + lr * c_grad, d + lr * d_grad
    return (a, b, c, d), losses


# %% plain | gradient of the mean | mean|average|\bsum\b|divid
def fit_numpy(x, y, init, lr, steps):
    a, b, c, d = init
    losses = []
    for step in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        y_hat_grad = 2 * error / len(x)
        a_grad = y_hat_grad.sum()
        b_grad = (y_hat_grad * x).sum()
        c_grad = (y_hat_grad * x**2).sum()
        d_grad = (y_hat_grad * x**3).sum()
        a, b = a - lr * a_grad, b - lr * b_grad
        c, d = c - lr * c_grad, d - lr * d_grad
    return (a, b, c, d), losses


# %% plain | x squared in the gradient of d | d_grad|x\*\*3|cube|x\^3
def fit_numpy(x, y, init, lr, steps):
    a, b, c, d = init
    losses = []
    for step in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        y_hat_grad = 2 * error
        a_grad = y_hat_grad.sum()
        b_grad = (y_hat_grad * x).sum()
        c_grad = (y_hat_grad * x**2).sum()
        d_grad = (y_hat_grad * x**2).sum()
        a, b = a - lr * a_grad, b - lr * b_grad
        c, d = c - lr * c_grad, d - lr * d_grad
    return (a, b, c, d), losses


# %% plain | losses after the step | before|after|first loss|starting|losses\[0\]
def fit_numpy(x, y, init, lr, steps):
    a, b, c, d = init
    losses = []
    for step in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        y_hat_grad = 2 * error
        a_grad = y_hat_grad.sum()
        b_grad = (y_hat_grad * x).sum()
        c_grad = (y_hat_grad * x**2).sum()
        d_grad = (y_hat_grad * x**3).sum()
        a, b = a - lr * a_grad, b - lr * b_grad
        c, d = c - lr * c_grad, d - lr * d_grad
        losses.append(((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum())
    return (a, b, c, d), losses


# %% plain | parameters change one after the other | before|all four|at the same time|already|order
def fit_numpy(x, y, init, lr, steps):
    params = list(init)
    losses = []
    for _ in range(steps):
        losses.append((sum(p * x**k for k, p in enumerate(params)) - y).dot(
            sum(p * x**k for k, p in enumerate(params)) - y))
        for k in range(4):
            error = sum(p * x**i for i, p in enumerate(params)) - y
            params[k] -= lr * (2 * error * x**k).sum()
    return tuple(params), losses


# %% subtle | targets are always the sine | \by\b|sin|targets|argument|ignore
def fit_numpy(x, y, init, lr, steps):
    a, b, c, d = init
    losses = []
    for step in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - np.sin(x)
        losses.append((error**2).sum())
        y_hat_grad = 2 * error
        a_grad = y_hat_grad.sum()
        b_grad = (y_hat_grad * x).sum()
        c_grad = (y_hat_grad * x**2).sum()
        d_grad = (y_hat_grad * x**3).sum()
        a, b = a - lr * a_grad, b - lr * b_grad
        c, d = c - lr * c_grad, d - lr * d_grad
    return (a, b, c, d), losses


# %% subtle | learning rate fixed at 1e-6 | lr|learning rate|hard.?coded|argument|ignore
def fit_numpy(x, y, init, lr, steps):
    a, b, c, d = init
    lr = 1e-6
    losses = []
    for step in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        y_hat_grad = 2 * error
        a_grad = y_hat_grad.sum()
        b_grad = (y_hat_grad * x).sum()
        c_grad = (y_hat_grad * x**2).sum()
        d_grad = (y_hat_grad * x**3).sum()
        a, b = a - lr * a_grad, b - lr * b_grad
        c, d = c - lr * c_grad, d - lr * d_grad
    return (a, b, c, d), losses


# %% subtle | the global arrays in place of x and y | global|argument|ignore
def fit_numpy(x, y, init, lr, steps):
    a, b, c, d = init
    x, y = x_array, y_array
    losses = []
    for step in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        y_hat_grad = 2 * error
        a_grad = y_hat_grad.sum()
        b_grad = (y_hat_grad * x).sum()
        c_grad = (y_hat_grad * x**2).sum()
        d_grad = (y_hat_grad * x**3).sum()
        a, b = a - lr * a_grad, b - lr * b_grad
        c, d = c - lr * c_grad, d - lr * d_grad
    return (a, b, c, d), losses


# %% subtle | stops when the loss rises | stop|early|break|steps|diverg|rise
def fit_numpy(x, y, init, lr, steps):
    a, b, c, d = init
    losses = []
    for step in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        if losses and (error**2).sum() > losses[-1]:
            break
        losses.append((error**2).sum())
        y_hat_grad = 2 * error
        a_grad = y_hat_grad.sum()
        b_grad = (y_hat_grad * x).sum()
        c_grad = (y_hat_grad * x**2).sum()
        d_grad = (y_hat_grad * x**3).sum()
        a, b = a - lr * a_grad, b - lr * b_grad
        c, d = c - lr * c_grad, d - lr * d_grad
    return (a, b, c, d), losses


# %% subtle | returns the best parameters, not the last | best|last|after all
def fit_numpy(x, y, init, lr, steps):
    params = np.array(init, dtype=float)
    powers = np.stack([x**k for k in range(4)])
    best, best_loss, losses = params, np.inf, []
    for _ in range(steps):
        error = params @ powers - y
        losses.append((error**2).sum())
        params = params - lr * 2 * powers @ error
        new_loss = ((params @ powers - y) ** 2).sum()
        if new_loss < best_loss:
            best, best_loss = params, new_loss
    return tuple(best), losses


# %% subtle | gradients by torch autograd | torch|numpy only|autograd|own
def fit_numpy(x, y, init, lr, steps):
    p = torch.tensor(init, dtype=torch.float64, requires_grad=True)
    xt, yt = torch.tensor(x), torch.tensor(y)
    losses = []
    for _ in range(steps):
        loss = ((p[0] + p[1] * xt + p[2] * xt**2 + p[3] * xt**3 - yt) ** 2).sum()
        losses.append(loss.item())
        (grad,) = torch.autograd.grad(loss, p)
        with torch.no_grad():
            p -= lr * grad
    return tuple(p.tolist()), losses
