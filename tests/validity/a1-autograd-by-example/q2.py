# %% right | four sums from the chain rule
def polynomial_gradients(params, x, y):
    a, b, c, d = params
    y_hat = a + b * x + c * x**2 + d * x**3
    y_hat_grad = 2 * (y_hat - y)
    a_grad = y_hat_grad.sum()
    b_grad = (y_hat_grad * x).sum()
    c_grad = (y_hat_grad * x**2).sum()
    d_grad = (y_hat_grad * x**3).sum()
    return a_grad, b_grad, c_grad, d_grad


# %% right | matrix of powers, unbind
def polynomial_gradients(params, x, y):
    powers = torch.stack([x**k for k in range(4)], dim=1)
    error = powers @ params - y
    return tuple((2 * powers.T @ error).unbind())


# %% right | Horner and a comprehension
def polynomial_gradients(params: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    with torch.no_grad():
        a, b, c, d = params
        error = a + x * (b + x * (c + x * d)) - y
        return tuple(torch.sum(2 * error * x.pow(k)) for k in range(4))


# %% right | dot products in a loop
def polynomial_gradients(params, x, y):
    a, b, c, d = params[0], params[1], params[2], params[3]
    grad = 2 * (a + b * x + c * x * x + d * x * x * x - y)
    power = torch.ones_like(x)
    result = []
    for _ in range(4):
        result.append(torch.dot(grad, power))
        power = power * x
    a_grad, b_grad, c_grad, d_grad = result
    return a_grad, b_grad, c_grad, d_grad


# %% plain | forgets the factor 2 | factor|twice|half|0\.5
def polynomial_gradients(params, x, y):
    a, b, c, d = params
    error = a + b * x + c * x**2 + d * x**3 - y
    return error.sum(), (error * x).sum(), (error * x**2).sum(), (error * x**3).sum()


# %% plain | mean in place of the sum | mean|average|\bsums?\b|divid
def polynomial_gradients(params, x, y):
    a, b, c, d = params
    g = 2 * (a + b * x + c * x**2 + d * x**3 - y)
    return g.mean(), (g * x).mean(), (g * x**2).mean(), (g * x**3).mean()


# %% plain | no sum over the points | \bsum|shape|add up|single
def polynomial_gradients(params, x, y):
    a, b, c, d = params
    g = 2 * (a + b * x + c * x**2 + d * x**3 - y)
    return g, g * x, g * x**2, g * x**3


# %% plain | wrong sign of the error | sign|-1|minus|opposite|negative
def polynomial_gradients(params, x, y):
    a, b, c, d = params
    g = 2 * (y - (a + b * x + c * x**2 + d * x**3))
    return g.sum(), (g * x).sum(), (g * x**2).sum(), (g * x**3).sum()


# %% subtle | autograd on a copy | autograd|by hand|backward|own formulas
def polynomial_gradients(params, x, y):
    p = params.detach().clone().requires_grad_()
    a, b, c, d = p
    loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
    loss.backward()
    return tuple(p.grad)


# %% subtle | nudges the parameters in float64 | nudg|by hand|differences|numerical
def polynomial_gradients(params, x, y):
    def loss(p):
        a, b, c, d = p
        return ((a + b * x.double() + c * x.double() ** 2 + d * x.double() ** 3 - y) ** 2).sum()

    grads = []
    for k in range(4):
        up, down = params.double(), params.double()
        up, down = up.clone(), down.clone()
        up[k] += 1e-4
        down[k] -= 1e-4
        grads.append(((loss(up) - loss(down)) / 2e-4).float())
    return tuple(grads)


# %% subtle | targets are always the sine | \by\b|sin|targets|argument|ignore
def polynomial_gradients(params, x, y):
    a, b, c, d = params
    g = 2 * (a + b * x + c * x**2 + d * x**3 - torch.sin(x))
    return g.sum(), (g * x).sum(), (g * x**2).sum(), (g * x**3).sum()


# %% subtle | returns Python numbers | tensor|python|item|number
def polynomial_gradients(params, x, y):
    a, b, c, d = params
    g = 2 * (a + b * x + c * x**2 + d * x**3 - y)
    return g.sum().item(), (g * x).sum().item(), (g * x**2).sum().item(), (g * x**3).sum().item()


# %% subtle | changes params in place | in place|params|changed|inputs
def polynomial_gradients(params, x, y):
    a, b, c, d = params.clone()
    g = 2 * (a + b * x + c * x**2 + d * x**3 - y)
    for k in range(4):
        params[k] = (g * x**k).sum()
    return tuple(params)


# %% subtle | hard-coded six points | any N|hard.?coded|number of points|six|\b6\b|longer
def polynomial_gradients(params, x, y):
    a, b, c, d = params
    grads = [torch.tensor(0.0) for _ in range(4)]
    for n in range(6):
        g = 2 * (a + b * x[n] + c * x[n] ** 2 + d * x[n] ** 3 - y[n])
        for k in range(4):
            grads[k] = grads[k] + g * x[n] ** k
    return tuple(grads)
