# %% right | autograd with no_grad update
def solve_linear_system(A: torch.Tensor, b: torch.Tensor, lr: float, steps: int) -> torch.Tensor:
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        loss = ((A @ x - b) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad.zero_()
    return x

# %% right | gradient on paper, no autograd
def solve_linear_system(A, b, lr, steps):
    m, n = A.shape
    x = A.new_zeros(n)
    for _ in range(steps):
        x = x - lr * 2 * A.T @ (A @ x - b)
    return x

# %% right | torch.optim.SGD on a parameter
def solve_linear_system(A: torch.Tensor, b: torch.Tensor, lr: float, steps: int) -> torch.Tensor:
    x = nn.Parameter(torch.zeros(A.size(1), dtype=A.dtype, device=A.device))
    sgd = torch.optim.SGD([x], lr=lr)
    for _ in range(steps):
        sgd.zero_grad()
        loss = nn.functional.mse_loss(A @ x, b, reduction="sum")
        loss.backward()
        sgd.step()
    return x.detach()

# %% right | autograd.grad with a helper
def squared_error(A, x, b):
    difference = torch.mv(A, x) - b
    return torch.dot(difference, difference)


def solve_linear_system(A: torch.Tensor, b: torch.Tensor, lr: float, steps: int) -> torch.Tensor:
    x = torch.zeros_like(A[0]).detach()
    count = 0
    while count < steps:
        x.requires_grad_(True)
        (g,) = torch.autograd.grad(squared_error(A, x, b), x)
        x = (x - lr * g).detach()
        count += 1
    return x

# %% right | the matrix of the gradient made once
def solve_linear_system(A, b, lr, steps):
    M = 2 * torch.einsum("ij,ik->jk", A, A)
    c = 2 * torch.einsum("ij,i->j", A, b)
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        x -= lr * (M @ x - c)
    return x

# %% right | data attribute and explicit loop over equations
def solve_linear_system(A, b, lr, steps):
    x = torch.zeros(A.shape[-1], dtype=A.dtype).requires_grad_()
    for _ in range(steps):
        L = sum((row @ x - rhs) ** 2 for row, rhs in zip(A, b))
        L.backward()
        x.data = x.data - lr * x.grad
        x.grad = None
    return x.data

# %% plain | mean instead of sum | mean|sum|average|adds? up
def solve_linear_system(A, b, lr, steps):
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        loss = ((A @ x - b) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad.zero_()
    return x

# %% plain | factor 2 forgotten in the gradient | factor|\b2\b|twice|two|half|gradient
def solve_linear_system(A, b, lr, steps):
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        x = x - lr * A.T @ (A @ x - b)
    return x

# %% plain | gradients never reset | reset|zero|accumul|step before|previous
def solve_linear_system(A, b, lr, steps):
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        loss = ((A @ x - b) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            x -= lr * x.grad
    return x

# %% plain | uphill | sign|uphill|ascent|direction|minus|downhill
def solve_linear_system(A, b, lr, steps):
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        x = x + lr * 2 * A.T @ (A @ x - b)
    return x

# %% plain | solves the system directly | descent|steps|direct|solve
def solve_linear_system(A, b, lr, steps):
    return torch.linalg.lstsq(A, b.view(-1, 1)).solution.flatten()

# %% plain | begins at random numbers | zero|start|begin|random
def solve_linear_system(A, b, lr, steps):
    x = torch.randn(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        x = x - 2 * lr * (A.T @ (A @ x - b))
    return x

# %% subtle | A where its transpose belongs | transpos|A\.T|symmetric|gradient|square
def solve_linear_system(A, b, lr, steps):
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        x = x - lr * 2 * A @ (A @ x - b)
    return x

# %% subtle | x as long as b, only square systems | square|shape|size|\(n|columns|unknowns|not be
def solve_linear_system(A, b, lr, steps):
    x = torch.zeros_like(b, requires_grad=True)
    for _ in range(steps):
        loss = ((A @ x - b) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad.zero_()
    return x

# %% subtle | mean times the number of unknowns | mean|sum|square|shape|unknowns|equations|adds? up
def solve_linear_system(A, b, lr, steps):
    n = A.shape[1]
    x = torch.zeros(n, dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        loss = n * nn.functional.mse_loss(A @ x, b)
        loss.backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad.zero_()
    return x

# %% subtle | always float32 | dtype|float64|float32|double|type
def solve_linear_system(A, b, lr, steps):
    A, b = A.float(), b.float()
    x = torch.zeros(A.shape[1])
    for _ in range(steps):
        x = x - lr * 2 * A.T @ (A @ x - b)
    return x

# %% subtle | stops early when the loss is small | early|stop|all steps|steps|number of steps
def solve_linear_system(A, b, lr, steps):
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        loss = ((A @ x - b) ** 2).sum()
        if loss.item() < 1e-2:
            break
        loss.backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad.zero_()
    return x

# %% subtle | keeps the best x instead of the last | best|last|diverg|steps|lowest
def solve_linear_system(A, b, lr, steps):
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    best, best_loss = x, ((A @ x - b) ** 2).sum()
    for _ in range(steps):
        x = x - lr * 2 * A.T @ (A @ x - b)
        loss = ((A @ x - b) ** 2).sum()
        if loss < best_loss:
            best, best_loss = x, loss
    return best

# %% subtle | the caller's b becomes a column | \bb\b|chang|in place|caller|leave
def solve_linear_system(A, b, lr, steps):
    if b.dim() == 1:
        b.unsqueeze_(1)
    x = torch.zeros(A.shape[1], 1, dtype=A.dtype)
    for _ in range(steps):
        x -= lr * 2 * A.T @ (A @ x - b)
    return x.flatten()
