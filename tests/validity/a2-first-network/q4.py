# %% right | the loop of the text
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    """Where var_1 and var_2 get from 3.0 and 4.0 in a number of steps of SGD."""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        latent = var_1 * var_2
        loss = (target - latent) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()

# %% right | while loop, reset before the backprop
def optimise_product(target, lr, steps):
    a = torch.tensor(3.0, requires_grad=True)
    b = torch.tensor(4.0, requires_grad=True)
    sgd = torch.optim.SGD((a, b), lr)
    done = 0
    while done < steps:
        sgd.zero_grad()
        loss = torch.square(a * b - target)
        loss.backward()
        sgd.step()
        done += 1
    return float(a), float(b)

# %% right | parameters in a list, tuple of a generator
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    variables = [nn.Parameter(torch.tensor(start)) for start in (3.0, 4.0)]
    optimizer = torch.optim.SGD(variables, lr=lr)
    for step in range(1, steps + 1):
        latent = variables[0] * variables[1]
        ((target - latent) ** 2).backward()
        optimizer.step()
        optimizer.zero_grad()
    return tuple(v.item() for v in variables)

# %% right | one tensor with both values
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    both = torch.tensor([3.0, 4.0], requires_grad=True)
    optimizer = torch.optim.SGD([both], lr=lr)
    for _ in range(steps):
        loss = (target - both.prod()) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    var_1, var_2 = both.tolist()
    return var_1, var_2

# %% right | an inner step function
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD(params=[var_1, var_2], lr=lr)

    def step():
        diff = target - torch.mul(var_1, var_2)
        loss = diff * diff
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)

    for _ in range(steps):
        step()
    return var_1.detach().item(), var_2.detach().item()

# %% plain | no reset | reset|zero_grad|\badds?\b|accumul|print both values
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
    return var_1.item(), var_2.item()

# %% plain | variables made anew in each round | each round|every round|scratch|inside the loop|before the loop|\banew\b
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    for _ in range(steps):
        var_1 = torch.tensor(3.0, requires_grad=True)
        var_2 = torch.tensor(4.0, requires_grad=True)
        optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()

# %% plain | the loss outside the loop | second time|inside|\banew\b|outside|each round|inplace operation
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    loss = (target - var_1 * var_2) ** 2
    for _ in range(steps):
        loss.backward(retain_graph=True)
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()

# %% plain | one step too few | how often|steps|goes? round|one (step )?(too few|less|more)|begin
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(1, steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()

# %% plain | return inside the loop | how often|\bround|return|loop|steps
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return var_1.item(), var_2.item()

# %% plain | returns the product only | \btwo\b|\bboth\b|return
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        latent = var_1 * var_2
        loss = (target - latent) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return (var_1 * var_2).item()

# %% subtle | returns tensors | tensor|python number|float|\bitem\b
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1, var_2

# %% subtle | the rate is always 0.003 | learning rate|\blr\b|0\.003
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=3e-3)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()

# %% subtle | the target is always 15 | target|\b15\b
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        latent = var_1 * var_2
        loss = (15 - latent) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()

# %% subtle | always at least one step | \b0 steps|no steps?\b|\bzero\b|steps=0|without a step|steps is 0|at least one
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    step = 0
    while True:
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        if step >= steps:
            break
    return var_1.item(), var_2.item()

# %% subtle | keeps the best values and not the last | \blast\b|\bbest\b|come out|where it ends|explode|jump|overshoot|large (lr|learning rate|steps)
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    best = (3.0, 4.0)
    best_loss = (target - 12.0) ** 2
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        a, b = var_1.item(), var_2.item()
        if (target - a * b) ** 2 < best_loss:
            best, best_loss = (a, b), (target - a * b) ** 2
    return best

# %% subtle | rounded to four digits | \bround|digit|exact|precis
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return round(var_1.item(), 4), round(var_2.item(), 4)

# %% subtle | stops when the loss is small | stops?\b|\bearly|too few|fewer|all (the )?\d* ?steps|break|how often|exactly
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        if loss.item() < 1e-5:
            break
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()

# %% right | gradients by hand, no tensors and no optimiser
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1, var_2 = 3.0, 4.0
    for _ in range(steps):
        outer = -2 * (target - var_1 * var_2)
        var_1, var_2 = var_1 - lr * outer * var_2, var_2 - lr * outer * var_1
    return var_1, var_2

# %% right | an optimiser for each variable, and momentum of 0
def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizers = [torch.optim.SGD([v], lr=lr, momentum=0.0) for v in (var_1, var_2)]
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
    return var_1.item(), var_2.item()

# %% subtle | goes on from where the last call ended | each call|another call|anew|begin
var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)


def optimise_product(target: float, lr: float, steps: int) -> tuple[float, float]:
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()
