# %% right | the five moves
def make_train_step(model, loss_fn, optimizer):
    """Return a function train_step(x, y) that does one step and returns the loss before it."""

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step

# %% right | reset before the backprop, type hints
def make_train_step(model: nn.Module, loss_fn, optimizer: torch.optim.Optimizer):
    def train_step(x: torch.Tensor, y: torch.Tensor) -> float:
        model.train(True)
        answers = model(x)
        loss = loss_fn(answers, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return float(loss.detach())

    return train_step

# %% right | a class with __call__
class _Step:
    def __init__(self, model, loss_fn, optimizer):
        self.model, self.loss_fn, self.optimizer = model, loss_fn, optimizer

    def __call__(self, x, y):
        self.model.train()
        loss = self.loss_fn(self.model(x), y)
        value = loss.item()
        loss.backward()
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=False)
        return value


def make_train_step(model, loss_fn, optimizer):
    step = _Step(model, loss_fn, optimizer)

    def train_step(x, y):
        return step(x, y)

    return train_step

# %% right | functools.partial of an outer function
from functools import partial


def step_on_batch(net, criterion, opt, x, y):
    opt.zero_grad()
    net.train()
    loss = criterion(net(x), y)
    loss.backward()
    opt.step()
    opt.zero_grad()
    return loss.tolist()


def make_train_step(model, loss_fn, optimizer):
    return partial(step_on_batch, model, loss_fn, optimizer)

# %% plain | no reset | reset|zero_grad|leave behind|left|accumul
def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step

# %% plain | reset between backward and step | reset|zero_grad|order|between|too early|step
def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        return loss.item()

    return train_step

# %% plain | returns no function | function|callable|return|none
def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

# %% plain | the loss after the step | before (it|the step)|at the start|step 2|after the step
def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        with torch.no_grad():
            return loss_fn(model(x), y).item()

    return train_step

# %% subtle | never sets the training mode | training mode|train\(\)|\bmodes?\b|dropout
def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step

# %% subtle | sets the training mode once and not in each call | training mode|train\(\)|\bmodes?\b|each call|dropout
def make_train_step(model, loss_fn, optimizer):
    model.train()

    def train_step(x, y):
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step

# %% subtle | mean squared error in place of loss_fn | loss_fn|loss function|\bmse\b|other loss|handed|given
def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step

# %% subtle | an SGD of its own | optimi[sz]er (that|which|it)|\blr\b|learning rate|\bSGD\b|handed|given|momentum|adam|its own|other optimi|optimi[sz]er
def make_train_step(model, loss_fn, optimizer):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step

# %% subtle | loss_fn with the arguments swapped | swap|order|arguments?|loss_fn\(|answers|first|exchang
def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        loss = loss_fn(y, model(x))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step

# %% subtle | moves by hand with the first rate of the optimiser | optimi[sz]er|momentum|adam|by hand|handed|given
def make_train_step(model, loss_fn, optimizer):
    lr = optimizer.param_groups[0]["lr"]

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= lr * p.grad
        model.zero_grad()
        return loss.item()

    return train_step

# %% subtle | the loss rounded to four digits | \bround|digit|exact|precis
def make_train_step(model, loss_fn, optimizer):
    """Return a function train_step(x, y) that does one step and returns the loss before it."""

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return round(loss.item(), 4)

    return train_step
