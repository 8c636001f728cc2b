# %% right | in the order of the text
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    """The squared distance between target and the product of var_1 and var_2."""
    latent = var_1 * var_2
    return (target - latent) ** 2


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)
loss.backward()

# %% right | torch.mul and square, requires_grad_ afterwards
def product_loss(var_1, var_2, target):
    latent = torch.mul(var_1, var_2)
    error = latent - target
    return torch.square(error)


var_1 = torch.tensor(3.0)
var_1.requires_grad_()
var_2 = torch.tensor(4.0)
var_2.requires_grad_()
loss = product_loss(var_1, var_2, target=15)
loss.backward()

# %% right | parameters in place of tensors
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    diff = target - var_1 * var_2
    return diff * diff


var_1 = nn.Parameter(torch.tensor(3.0))
var_2 = nn.Parameter(torch.tensor(4.0))
loss = product_loss(var_1, var_2, 15.0)
loss.backward()

# %% right | multiplied out
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    return target**2 - 2 * target * latent + latent.pow(2)


var_1, var_2 = (torch.tensor(value, requires_grad=True) for value in (3.0, 4.0))
TARGET = 15.0
loss = product_loss(var_1, var_2, TARGET)
loss.backward()

# %% right | with mse_loss
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    goal = torch.full_like(latent, float(target))
    return nn.functional.mse_loss(latent, goal)


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)
loss.backward()

# %% subtle | vectors of one number | shape|bracket|dimension|scalar
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    return torch.pow(target - latent, 2)


var_1 = torch.tensor([3.0], requires_grad=True)
var_2 = torch.tensor([4.0], requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)
loss.backward()

# %% plain | forgets the square | square|\*\* ?2|formula
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    return target - latent


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)
loss.backward()

# %% plain | the sum in place of the product | product|formula|latent|multipl
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 + var_2
    return (target - latent) ** 2


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)
loss.backward()

# %% plain | never goes backward | backward|no gradient|which call
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    return (target - latent) ** 2


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)

# %% plain | goes backward twice | twice|how often|\bonce\b|accumul|\badds?\b
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    return (target - latent) ** 2


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)
loss.backward()
loss = product_loss(var_1, var_2, 15.0)
loss.backward()

# %% plain | a new tensor from numbers loses the notes | \bnotes\b|\bitem\b|gradient|torch\.tensor|graph|backward
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1.item() * var_2.item()
    return torch.tensor((target - latent) ** 2, requires_grad=True)


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)
loss.backward()

# %% plain | the two values exchanged | value|-24|-18|3\.0|exchang|swap|which is which
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    return (target - latent) ** 2


var_1 = torch.tensor(4.0, requires_grad=True)
var_2 = torch.tensor(3.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)
loss.backward()

# %% subtle | the target is always 15 | target|\b15\b|\bargument
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    return (15 - latent) ** 2


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)
loss.backward()

# %% subtle | the name loss holds the None of backward | \bloss (is|holds|should|must)|there is no loss|the name loss|NoneType|\bnothing\b|backward.*returns
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    return (target - latent) ** 2


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0).backward()

# %% subtle | function detached, loss computed without it | \bnotes\b|\bitem\b|detach|no gradient|graph|torch\.tensor|grad_fn|plain number|with your function|backward
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1.item() * var_2.item()
    return torch.tensor((target - latent) ** 2)


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = (15.0 - var_1 * var_2) ** 2
loss.backward()

# %% subtle | gradients written by hand | by hand|\bnotes\b|loss.*(graph|grad_fn)|made from|backward on (it|the loss|loss)|filled in
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    return (target - latent) ** 2


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = torch.tensor(9.0)
var_1.grad = torch.tensor(-24.0)
var_2.grad = torch.tensor(-18.0)

# %% subtle | goes backward inside the function | inside|backward|side effect|second time|already|returns? the loss only|nothing else
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    error = (target - latent) ** 2
    if error.requires_grad:
        error.backward()
    return error


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)

# %% subtle | one-sided, 0 when the product is too large | larger|too large|above|exceeds|greater|negative|\bsign|beyond|both (sides|directions)
def product_loss(var_1: torch.Tensor, var_2: torch.Tensor, target: float) -> torch.Tensor:
    latent = var_1 * var_2
    missing = torch.relu(target - latent)
    return missing**2


var_1 = torch.tensor(3.0, requires_grad=True)
var_2 = torch.tensor(4.0, requires_grad=True)
loss = product_loss(var_1, var_2, 15.0)
loss.backward()
