# %% right | the chain rule, step by step
def backprop(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """The gradients of L = sum((y_hat - Y)**2), by the chain rule; x is (N, 3), Y is (N, 2)."""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    # Given: from the gradients of z2 and z1 to those of the parameters.
    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% right | helpers for the slopes, comment mentions backward()
def sigmoid_slope(value):
    return value * (1.0 - value)


def relu_slope(t):
    return torch.where(t > 0, 1.0, 0.0)


def backprop(x):
    """What loss.backward() of torch.autograd would find, but by hand."""
    z1 = torch.matmul(x, W1) + B1
    h = z1.clamp(min=0)
    z2 = torch.matmul(h, W2) + B2
    y_hat = z2.sigmoid()
    y_hat_grad = (y_hat - Y).mul(2)
    z2_grad = y_hat_grad.mul(sigmoid_slope(y_hat))
    h_grad = torch.matmul(z2_grad, W2.transpose(0, 1))
    z1_grad = h_grad.mul(relu_slope(z1))

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% right | without recording, mask with >= at zero
def backprop(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    with torch.no_grad():
        z1 = x @ W1 + B1
        h = torch.relu(z1)
        z2 = h @ W2 + B2
        y_hat = torch.sigmoid(z2)
        y_hat_grad = 2 * y_hat - 2 * Y
        z2_grad = y_hat_grad * (y_hat - y_hat**2)
        h_grad = z2_grad @ W2.T
        mask = (z1 >= 0).float()
        z1_grad = mask * h_grad

        # Given: from the gradients of z2 and z1 to those of the parameters.
        W2_grad = h.T @ z2_grad
        B2_grad = z2_grad.sum(dim=0, keepdim=True)
        W1_grad = x.T @ z1_grad
        B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% right | sums over the points one after the other
def backprop(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    W1_grad, B1_grad = torch.zeros(3, 4), torch.zeros(1, 4)
    W2_grad, B2_grad = torch.zeros(4, 2), torch.zeros(1, 2)
    for point, target in zip(x, Y, strict=True):
        z1 = point @ W1 + B1[0]
        h = torch.relu(z1)
        y_hat = torch.sigmoid(h @ W2 + B2[0])
        z2_grad = 2 * (y_hat - target) * y_hat * (1 - y_hat)
        h_grad = W2 @ z2_grad
        z1_grad = torch.where(z1 > 0, h_grad, torch.zeros(4))
        W2_grad += torch.outer(h, z2_grad)
        B2_grad += z2_grad
        W1_grad += torch.outer(point, z1_grad)
        B1_grad += z1_grad
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% right | zeroes the gradient in place where a unit is off, einsum
def backprop(x: torch.Tensor):
    z1 = x @ W1 + B1
    h = z1 * (z1 > 0)
    z2 = h @ W2 + B2
    y_hat = 1 / (1 + torch.exp(-z2))

    y_hat_grad = 2 * (y_hat - Y)  # (N, 2)
    z2_grad = y_hat * (1 - y_hat)  # (N, 2)
    z2_grad *= y_hat_grad
    h_grad = torch.einsum("nk,jk->nj", z2_grad, W2)  # (N, 4)
    z1_grad = h_grad.clone()
    z1_grad[h == 0] = 0

    # Given: from the gradients of z2 and z1 to those of the parameters.
    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% plain | forgets the factor 2 | factor|twice|half|\b2 ?[*x(]|0\.5|derivative of the square
def backprop(x: torch.Tensor):
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    y_hat_grad = y_hat - Y
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% plain | wrong sign of the error | sign|-1|minus|uphill|opposite|negative of|y_hat - Y
def backprop(x: torch.Tensor):
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    y_hat_grad = 2 * (Y - y_hat)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% plain | derivative of tanh for the sigmoid | sigmoid|z2_grad|tanh
def backprop(x: torch.Tensor):
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * (1 - y_hat**2)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% plain | relu is passed over on the way back | relu|z1_grad|mask|slope|negative|switched off
def backprop(x: torch.Tensor):
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% plain | relu of the gradient in place of its slope | relu|z1_grad|mask|slope|sign of z1
def backprop(x: torch.Tensor):
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = torch.relu(h_grad)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% plain | gradient of the mean, not of the sum | sum|mean|average|divid|times the right
def backprop(x: torch.Tensor):
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    y_hat_grad = 2 * (y_hat - Y) / Y.numel()
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0).float()

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% subtle | autograd.grad on copies of the weights | autograd|by hand|backward|own formulas
def backprop(x: torch.Tensor):
    params = [p.detach().clone().requires_grad_() for p in (W1, B1, W2, B2)]
    w1, b1, w2, b2 = params
    h = torch.relu(x @ w1 + b1)
    y_hat = torch.sigmoid(h @ w2 + b2)
    loss = ((y_hat - Y) ** 2).sum()
    return torch.autograd.grad(loss, params)


# %% subtle | backward() in a helper outside | autograd|by hand|backward|own formulas
def gradients_of(x, y, *weights):
    copies = [w.detach().clone().requires_grad_() for w in weights]
    h = torch.relu(x @ copies[0] + copies[1])
    y_hat = torch.sigmoid(h @ copies[2] + copies[3])
    ((y_hat - y) ** 2).sum().backward()
    return tuple(c.grad for c in copies)


def backprop(x: torch.Tensor):
    W1_grad, B1_grad, W2_grad, B2_grad = gradients_of(x, Y, W1, B1, W2, B2)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% subtle | torch.func.grad finds the gradients | autograd|by hand|torch\.func|own formulas
from torch.func import grad


def backprop(x: torch.Tensor):
    def loss(w1, b1, w2, b2):
        h = torch.relu(x @ w1 + b1)
        return ((torch.sigmoid(h @ w2 + b2) - Y) ** 2).sum()

    return grad(loss, argnums=(0, 1, 2, 3))(W1, B1, W2, B2)


# %% subtle | nudges copies of the weights in float64 | nudg|by hand|differences|numerical
def backprop(x: torch.Tensor):
    def loss(w1, b1, w2, b2):
        h = torch.relu(x.double() @ w1 + b1)
        return ((torch.sigmoid(h @ w2 + b2) - Y) ** 2).sum()

    eps = 1e-6
    weights = [w.detach().double() for w in (W1, B1, W2, B2)]
    result = []
    for i, weight in enumerate(weights):
        gradient = torch.zeros_like(weight)
        for row in range(weight.shape[0]):
            for col in range(weight.shape[1]):
                up = [w.clone() for w in weights]
                down = [w.clone() for w in weights]
                up[i][row, col] += eps
                down[i][row, col] -= eps
                gradient[row, col] = (loss(*up) - loss(*down)) / (2 * eps)
        result.append(gradient.float())
    return tuple(result)


# %% subtle | forward values of the global X | global|argument|ignore|visible (data|points)
def backprop(x: torch.Tensor):
    z1 = X @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    # Given: from the gradients of z2 and z1 to those of the parameters.
    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = X.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% subtle | loops over 20 points always | any N|20|hard.?coded|number of (points|rows)|batch
def backprop(x: torch.Tensor):
    z1_grad = torch.zeros(20, 4)
    z2_grad = torch.zeros(20, 2)
    h = torch.zeros(20, 4)
    for n in range(20):
        z1 = x[n] @ W1 + B1[0]
        h[n] = torch.relu(z1)
        y_hat = torch.sigmoid(h[n] @ W2 + B2[0])
        y_hat_grad = 2 * (y_hat - Y[n])
        z2_grad[n] = y_hat_grad * y_hat * (1 - y_hat)
        h_grad = W2 @ z2_grad[n]
        z1_grad[n] = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% subtle | targets and output weights kept from the start | global|cop(y|ies)|current|targets
targets = Y.clone()
W2_T = W2.T.clone()


def backprop(x: torch.Tensor):
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    y_hat_grad = 2 * (y_hat - targets)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2_T
    z1_grad = h_grad * (z1 > 0)

    # Given: from the gradients of z2 and z1 to those of the parameters.
    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% subtle | squeezes, so one point alone fails | squeeze|one point|single|N ?= ?1|shape
def backprop(x: torch.Tensor):
    z1 = (x @ W1 + B1).squeeze()
    h = torch.relu(z1)
    z2 = (h @ W2 + B2.squeeze()).squeeze()
    y_hat = torch.sigmoid(z2)
    y_hat_grad = 2 * (y_hat - Y.squeeze())
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


# %% right | a function of one's own is called backward
def backward(gradient: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return gradient @ weight.T


def backprop(x: torch.Tensor):
    h = torch.relu(x @ W1 + B1)
    y_hat = torch.sigmoid(h @ W2 + B2)
    z2_grad = 2 * (y_hat - Y) * y_hat * (1 - y_hat)
    z1_grad = backward(z2_grad, W2) * (h > 0)
    return x.T @ z1_grad, z1_grad.sum(dim=0), h.T @ z2_grad, z2_grad.sum(dim=0)


# %% right | recording is switched off for a while
def backprop(x: torch.Tensor):
    x = x.detach().requires_grad_(False)
    with torch.set_grad_enabled(False):
        h = torch.relu(x @ W1 + B1)
        y_hat = torch.sigmoid(h @ W2 + B2)
        z2_grad = 2 * (y_hat - Y) * y_hat * (1 - y_hat)
        z1_grad = z2_grad @ W2.T * torch.heaviside(h, torch.zeros(()))
        gradients = x.T @ z1_grad, z1_grad.sum(dim=0, keepdim=True), h.T @ z2_grad
    return *gradients, z2_grad.sum(dim=0, keepdim=True)


# %% subtle | the vector-Jacobian product of torch | autograd|by hand|vjp|own formulas
def backprop(x: torch.Tensor):
    def answers(w1, b1, w2, b2):
        return torch.sigmoid(torch.relu(x @ w1 + b1) @ w2 + b2)

    y_hat, pull = torch.func.vjp(answers, W1, B1, W2, B2)
    return pull(2 * (y_hat - Y))
