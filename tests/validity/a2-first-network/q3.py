# %% right | the three moves
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    """Move var_1 and var_2 one step closer to having the product target."""
    latent = var_1 * var_2
    loss = (target - latent) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()

# %% right | one line loss, explicit return
def one_step(var_1, var_2, target, optimizer):
    (var_1 * var_2 - target).square().backward()
    optimizer.step()
    optimizer.zero_grad()
    return None

# %% right | zeros in place of None
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    error = target - torch.mul(var_1, var_2)
    loss = error * error
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)

# %% right | an inner function for the loss
def one_step(var_1, var_2, target, optimizer) -> None:
    def compute_loss():
        return torch.pow(target - var_1 * var_2, 2)

    loss = compute_loss()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()

# %% right | mse_loss
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    latent = var_1 * var_2
    goal = torch.full_like(latent, target)
    loss = nn.functional.mse_loss(latent, goal)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()

# %% right | resets also before
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    optimizer.zero_grad()
    latent = var_1 * var_2
    loss = (latent - target) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()

# %% plain | steps before going backward | order|before|no gradient|is there one|did not move|when the optimi[sz]er
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    latent = var_1 * var_2
    loss = (target - latent) ** 2
    optimizer.step()
    loss.backward()
    optimizer.zero_grad()

# %% plain | resets between backprop and step | order|between|too early|no gradient|is there one|did not move|when the optimi[sz]er
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    latent = var_1 * var_2
    loss = (target - latent) ** 2
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()

# %% plain | no reset | reset|zero_grad|still has|left|comes last
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    latent = var_1 * var_2
    loss = (target - latent) ** 2
    loss.backward()
    optimizer.step()

# %% plain | the loss from plain numbers | lead to a gradient|\bnotes\b|\bitem\b|plain number|no gradient|detach|graph
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    latent = torch.tensor(var_1.item() * var_2.item(), requires_grad=True)
    loss = (target - latent) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()

# %% plain | step without brackets | steps?\b.*(bracket|call)|bracket|did not move|when the optimi[sz]er steps|is there one
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    latent = var_1 * var_2
    loss = (target - latent) ** 2
    loss.backward()
    optimizer.step
    optimizer.zero_grad()

# %% plain | no square in the loss | square|the loss
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    latent = var_1 * var_2
    loss = target - latent
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()

# %% subtle | makes an SGD of its own | optimi[sz]er (that|which|it)|handed|its own|learning rate|\blr\b|given optimi|other optimi|not be .?SGD|adam|momentum
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    optimizer = torch.optim.SGD([var_1, var_2], lr=0.003)
    latent = var_1 * var_2
    loss = (target - latent) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()

# %% subtle | updates by hand with the rate of the optimiser | optimi[sz]er (that|which|it)|handed|by hand|given optimi|other optimi|not be .?SGD|adam|momentum|step\(\)
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    lr = optimizer.param_groups[0]["lr"]
    latent = var_1 * var_2
    loss = (target - latent) ** 2
    loss.backward()
    with torch.no_grad():
        var_1 -= lr * var_1.grad
        var_2 -= lr * var_2.grad
    optimizer.zero_grad()

# %% subtle | the target is always 15 | target|\b15\b
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    latent = var_1 * var_2
    loss = (15.0 - latent) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()

# %% subtle | a fresh optimiser of the same kind, so its memory is lost | optimi[sz]er (that|which|it)|handed|memory|momentum|\bstate\b|anew|fresh|given optimi|adam|second step
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    fresh = type(optimizer)([var_1, var_2], lr=optimizer.param_groups[0]["lr"])
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    fresh.step()
    fresh.zero_grad()

# %% subtle | returns the loss | returns? nothing|returned|should not return|return value|None
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    latent = var_1 * var_2
    loss = (target - latent) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()

# %% subtle | no step when the product is beyond the target | larger|above|too large|beyond|too high|greater|exceeds|\bdown|other side|other direction
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    latent = var_1 * var_2
    if latent.item() >= target:
        return
    loss = (target - latent) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()

# %% subtle | no step when the loss is small already | small|already|close|stop|\bearly|\bnear|did not move|each call|every call
def one_step(
    var_1: torch.Tensor, var_2: torch.Tensor, target: float, optimizer: torch.optim.Optimizer
) -> None:
    """Move var_1 and var_2 one step closer to having the product target."""
    latent = var_1 * var_2
    loss = (target - latent) ** 2
    if loss.item() < 0.01:
        return
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
