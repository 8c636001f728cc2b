"""Wrong solutions of A4 that students write: the question each one loses, and what they read then.

Names of the notebook (make_network, train_loader, ...) are there; everything else stands in each
definition.
"""

import torch
from torch import nn

from autograder.checks import misconception

# ---------------------------------------------------------------- q1: vector_jacobian


@misconception(
    "q1", "Your result is the same whatever r is. Where would the weights come into the backward?"
)
def vector_jacobian(a, r):
    """Sums the squares, without the weights"""
    a = a.detach().requires_grad_()
    (a**2).sum().backward()
    return a.grad


@misconception(
    "q1",
    "Read the RuntimeError: it is the one of the first cell of Part 1. What does backward need to "
    "know before it can start from several numbers?",
)
def vector_jacobian(a, r):
    """Calls backward on the vector without weights"""
    a = a.detach().requires_grad_()
    q = a**2
    q.backward()
    return a.grad


@misconception(
    "q1",
    "Count how often the weights are used in your function, and how often they stand in the "
    "formula r . a^2.",
)
def vector_jacobian(a, r):
    """Weighs twice: in the product and in backward"""
    a = a.detach().requires_grad_()
    q = r * a**2
    q.backward(gradient=r)
    return a.grad


@misconception(
    "q1", "Your gradient does not depend on a at all. What is the derivative of a square?"
)
def vector_jacobian(a, r):
    """Goes backward from a itself, not from its square"""
    a = a.detach().requires_grad_()
    q = a * 1.0
    q.backward(gradient=r)
    return a.grad


@misconception(
    "q1",
    "Your function hands back what went up, not what came down: a number of the forward pass. "
    "Where does backward leave the gradient?",
)
def vector_jacobian(a, r):
    """Returns the weighted sum, not its gradient"""
    a = a.detach().requires_grad_()
    q = a**2
    q.backward(gradient=r)
    return (r * q).sum()


@misconception(
    "q1", "backward() is a command, not a question: what does it return, and what does it change?"
)
def vector_jacobian(a, r):
    """Returns what backward returns, which is nothing"""
    a = a.detach().requires_grad_()
    q = a**2
    return q.backward(gradient=r)


@misconception(
    "q1",
    "Your gradient shrinks as the vector gets longer. Is r . a^2 a sum or a mean of the r_i a_i^2?",
)
def vector_jacobian(a, r):
    """The mean in place of the sum"""
    a = a.detach().requires_grad_()
    (r * a**2).mean().backward()
    return a.grad


@misconception(
    "q1",
    "Call your function twice with one and the same tensor, and print the tensor's .grad after "
    "each call. Whose tensor do you work on?",
)
def vector_jacobian(a, r):
    """Works on the caller's tensor, whose .grad accumulates"""
    a.requires_grad_()
    q = a**2
    q.backward(gradient=r)
    return a.grad


@misconception(
    "q1",
    "A tensor keeps a .grad only where a record begins. If the caller's a requires gradients "
    "already, does the record begin at your copy? What cuts it off?",
)
def vector_jacobian(a, r):
    """The copy is not detached, so it is no leaf when a requires gradients"""
    a = a.clone().requires_grad_()
    q = a**2
    q.backward(gradient=r)
    return a.grad


@misconception(
    "q1",
    "The RuntimeError says that nothing was recorded. Which tensor has to ask for a gradient "
    "before the square is taken?",
)
def vector_jacobian(a, r):
    """Forgets requires_grad"""
    a = a.detach().clone()
    q = a**2
    q.backward(gradient=r)
    return a.grad


@misconception(
    "q1",
    "The numbers are right, and you found them on paper. In this question it is autograd that has "
    "to find them: you will need it for functions whose derivative you cannot write down.",
    finding="without autograd",
)
def vector_jacobian(a, r):
    """Writes the derivative by hand"""
    return 2 * a.detach() * r


@misconception(
    "q1",
    "Call your function with a of dtype float64, and print the dtype of the gradient. Which type "
    "of number does a copy of a have, and which has yours?",
)
def vector_jacobian(a, r):
    """Works in float32, whatever the dtype of a"""
    own = a.detach().float().requires_grad_()
    (own**2).backward(gradient=r.float())
    return own.grad


# ---------------------------------------------------------------- q2: solve_linear_system


@misconception(
    "q2",
    "The first step is right and the later ones are not. What is left in x.grad, from the step "
    "before, when the second backward begins?",
)
def solve_linear_system(A, b, lr, steps):
    """Gradients are never reset"""
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        ((A @ x - b) ** 2).sum().backward()
        with torch.no_grad():
            x -= lr * x.grad
    return x.detach()


@misconception(
    "q2",
    "Your steps are half as long as they should be. Differentiate the square of one equation's "
    "error on paper: which factor comes down?",
)
def solve_linear_system(A, b, lr, steps):
    """The factor 2 of the square is missing"""
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        x = x - lr * A.T @ (A @ x - b)
    return x


@misconception(
    "q2",
    "Your steps get shorter as the number of equations grows. Does |Ax - b|^2 add up the squared "
    "errors, or average them?",
)
def solve_linear_system(A, b, lr, steps):
    """The mean of the squared errors in place of their sum"""
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        ((A @ x - b) ** 2).mean().backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad.zero_()
    return x.detach()


@misconception(
    "q2",
    "Is the loss smaller or larger after your step? Which way does a gradient point, uphill or "
    "downhill?",
)
def solve_linear_system(A, b, lr, steps):
    """Steps uphill"""
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        ((A @ x - b) ** 2).sum().backward()
        with torch.no_grad():
            x += lr * x.grad
        x.grad.zero_()
    return x.detach()


@misconception(
    "q2",
    "All your steps have the same length, near the solution and far from it. Look at the little 2 "
    "in the formula of the loss.",
)
def solve_linear_system(A, b, lr, steps):
    """The length |Ax - b| in place of its square"""
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        (A @ x - b).norm().backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad.zero_()
    return x.detach()


@misconception("q2", "Print your x before the first step. Where does the question say to begin?")
def solve_linear_system(A, b, lr, steps):
    """Begins with ones"""
    x = torch.ones(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        ((A @ x - b) ** 2).sum().backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad.zero_()
    return x.detach()


@misconception(
    "q2",
    "Your answer does not depend on lr and steps: it is the end of the walk. The question asks for "
    "the place after so many steps.",
)
def solve_linear_system(A, b, lr, steps):
    """Solves the system at once"""
    return torch.linalg.lstsq(A, b.unsqueeze(1)).solution.squeeze(1)


@misconception(
    "q2", "With steps = 1, how often does the body of your loop run? Count on your fingers."
)
def solve_linear_system(A, b, lr, steps):
    """One step too few"""
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(1, steps):
        ((A @ x - b) ** 2).sum().backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad.zero_()
    return x.detach()


@misconception(
    "q2",
    "For a symmetric matrix it works, for others it does not. On the way back, an error of "
    "equation i reaches x_j through A_ij: which product adds these up, with A or with A.T?",
)
def solve_linear_system(A, b, lr, steps):
    """By hand, with A where the transpose belongs"""
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        x = x - 2 * lr * A @ (A @ x - b)
    return x


@misconception(
    "q2",
    "The numbers are those of the gradient, not of the solution. Which of your two tensors does "
    "your return name?",
)
def solve_linear_system(A, b, lr, steps):
    """Returns the last gradient"""
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        x.grad = None
        ((A @ x - b) ** 2).sum().backward()
        with torch.no_grad():
            x -= lr * x.grad
    return x.grad


@misconception(
    "q2",
    "x is still what it was at the beginning. Your step makes a new number: does it ever become x?",
)
def solve_linear_system(A, b, lr, steps):
    """The step is computed and thrown away"""
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        ((A @ x - b) ** 2).sum().backward()
        with torch.no_grad():
            x - lr * x.grad
        x.grad.zero_()
    return x.detach()


@misconception(
    "q2",
    "Your return belongs to the loop, or to what comes after it? Look at how far it is indented.",
)
def solve_linear_system(A, b, lr, steps):
    """Returns within the loop, after one step"""
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    for _ in range(steps):
        ((A @ x - b) ** 2).sum().backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad.zero_()
        return x.detach()
    return x.detach()


@misconception(
    "q2",
    "Call your function with an A of dtype float64. Which dtype does your x have?",
)
def solve_linear_system(A, b, lr, steps):
    """Works in float32, whatever the dtype of A"""
    A, b = A.float(), b.float()
    x = torch.zeros(A.shape[1])
    for _ in range(steps):
        x = x - 2 * lr * A.T @ (A @ x - b)
    return x


@misconception(
    "q2",
    "Your function does not always make all of its steps. What does it do when the loss is small, "
    "and what does the question say?",
)
def solve_linear_system(A, b, lr, steps):
    """Stops early, where the loss is small"""
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        error = A @ x - b
        if (error**2).sum() < 1e-6:
            break
        x = x - 2 * lr * A.T @ error
    return x


@misconception(
    "q2",
    "With a large lr the loss rises from step to step. Which x do you return then: the last one, "
    "or the best?",
)
def solve_linear_system(A, b, lr, steps):
    """Returns the best x, not the last one"""
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    best, lowest = x, ((A @ x - b) ** 2).sum()
    for _ in range(steps):
        x = x - 2 * lr * A.T @ (A @ x - b)
        if ((A @ x - b) ** 2).sum() < lowest:
            best, lowest = x, ((A @ x - b) ** 2).sum()
    return best


# ---------------------------------------------------------------- q3: fit_sine


@misconception(
    "q3",
    "These are the steps of plain gradient descent. What does the rule do to a gradient before it "
    "is multiplied by step?",
)
def fit_sine(x, y, init, step, steps):
    """Steps that are not limited"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "Every step of yours has the same length, however gentle the slope. What else stands below the "
    "fraction line, beside |g|?",
)
def fit_sine(x, y, init, step, steps):
    """Divides by |g|, without the 1"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / g.norm()
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "The direction of your step is not that of the gradient. By how many different numbers do you "
    "divide its elements, and by how many does the rule?",
)
def fit_sine(x, y, init, step, steps):
    """Limits each element by itself: |g| is taken element by element"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.abs())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "The direction is right and the length is not. For g = (3, 4), what is |g| by the formula, and "
    "what is it in your code?",
)
def fit_sine(x, y, init, step, steps):
    """|g| as the sum of the absolute values"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.abs().sum())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "The direction is right, but where it is steep your steps are tiny. Is a root missing in your "
    "length of g?",
)
def fit_sine(x, y, init, step, steps):
    """The squared length below the fraction line"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + (g**2).sum())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "What does Python divide first in your step? Try step * g / 1 + |g| with numbers, by hand.",
)
def fit_sine(x, y, init, step, steps):
    """The brackets below the fraction line are missing"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / 1 + g.norm()
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "The first step is right and the later ones are not. What is left in a.grad, from the step "
    "before, when the second backward begins?",
)
def fit_sine(x, y, init, step, steps):
    """Gradients are never reset"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3", "Your losses grow with the number of points. Is L a sum or a mean over the points?"
)
def fit_sine(x, y, init, step, steps):
    """The sum of the squared errors in place of their mean"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).sum()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "Which of the two parameters is the height of the wave, and which is its frequency? Compare "
    "your model with the formula.",
)
def fit_sine(x, y, init, step, steps):
    """The two parameters exchanged: a1 sin(a0 x)"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[1] * torch.sin(a[0] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "Your losses rise from the start. Which way does a gradient point, uphill or downhill?",
)
def fit_sine(x, y, init, step, steps):
    """Steps uphill"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a += step * g / (1 + g.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "The parameters are right. For which parameters is the first of your losses: those of init, or "
    "those after the first step?",
)
def fit_sine(x, y, init, step, steps):
    """Losses after the steps"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
            losses.append(((a[0] * torch.sin(a[1] * x) - y) ** 2).mean().item())
    return a.detach(), losses


@misconception(
    "q3",
    "The numbers are right, but your list holds on to the record of every step. How do you take a "
    "plain number out of a tensor?",
    finding="loss returned as a tensor",
)
def fit_sine(x, y, init, step, steps):
    """Keeps the losses as tensors"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
        losses.append(loss)
    return a.detach(), losses


@misconception(
    "q3",
    "Print init before and after a call. Your a and the caller's init: two tensors, or two names "
    "for one?",
    finding="changed in place",
)
def fit_sine(x, y, init, step, steps):
    """Changes init in place"""
    a = init.requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception("q3", "Your function always starts from the same place. What is init for?")
def fit_sine(x, y, init, step, steps):
    """Starts from (1, 1), whatever init is"""
    a = torch.ones(2, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "With a long step the loss may rise. Which parameters do you return then: those after the last "
    "step, or the best ones?",
)
def fit_sine(x, y, init, step, steps):
    """Returns the best parameters, not the last ones"""
    a = init.detach().clone().requires_grad_()
    losses, best, lowest = [], a.detach().clone(), float("inf")
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
            now = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean().item()
        if now < lowest:
            best, lowest = a.detach().clone(), now
    return best, losses


@misconception(
    "q3",
    "Begin where the fit is perfect already. How many losses come back, and how many steps were "
    "asked for? Does your loop stop early?",
)
def fit_sine(x, y, init, step, steps):
    """Stops early, where the gradient vanishes"""
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        losses.append(loss.item())
        if g.norm() < 1e-6:
            break
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
    return a.detach(), losses


@misconception(
    "q3",
    "Does your step keep its length? Look at what your function does with step when the loss "
    "rises.",
)
def fit_sine(x, y, init, step, steps):
    """Halves the step when the loss rises"""
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        if losses and loss.item() > losses[-1]:
            step = step / 2
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
    return a.detach(), losses


@misconception(
    "q3",
    "Print the type of one of your losses. How do you take a plain number out of a tensor?",
    finding="arrays",
)
def fit_sine(x, y, init, step, steps):
    """Keeps the losses as arrays of NumPy"""
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        losses.append(loss.detach().numpy())
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
    return a.detach(), losses


# ---------------------------------------------------------------- q4: DigitClassifier


@misconception(
    "q4",
    "Your ten numbers are probabilities already. What does nn.CrossEntropyLoss do with what it is "
    "given? Part 4 says so in bold.",
)
class DigitClassifier(nn.Module):
    """A softmax at the end"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10), nn.Softmax(dim=1))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "None of your numbers is above 0: they are logarithms of probabilities. Which loss is going to "
    "follow, and what does it want?",
)
class DigitClassifier(nn.Module):
    """A log-softmax at the end"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10), nn.LogSoftmax(dim=1))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your logits are never negative. The list in the question says what follows the last layer.",
)
class DigitClassifier(nn.Module):
    """ReLU after the last layer, too"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = []
        for n, m in zip([pixels, *hidden], [*hidden, 10], strict=True):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your network is one long linear map, however many layers it has. What stands between two "
    "layers in the list of the question?",
)
class DigitClassifier(nn.Module):
    """No ReLU between the layers"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        pairs = zip([pixels, *hidden], [*hidden, 10], strict=True)
        self.layers = nn.Sequential(*[nn.Linear(n, m) for n, m in pairs])

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4", "The activation of the example Chain is not the one that this question asks for."
)
class DigitClassifier(nn.Module):
    """Tanh in place of ReLU, as in the example"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.Tanh()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your activation squeezes everything between 0 and 1. Which one does the list of the question "
    "name?",
)
class DigitClassifier(nn.Module):
    """Sigmoid in place of ReLU"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.Sigmoid()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your network computes, but list(network.parameters()) does not show its layers. In what "
    "should they be kept, so that the module notices them?",
)
class DigitClassifier(nn.Module):
    """The layers are kept in a plain list"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        self.hidden_layers = [nn.Linear(n, m) for n, m in zip(sizes, hidden, strict=False)]
        self.last = nn.Linear(sizes[-1], 10)

    def forward(self, x):
        x = x.flatten(1)
        for layer in self.hidden_layers:
            x = torch.relu(layer(x))
        return self.last(x)


@misconception(
    "q4",
    "Print DigitClassifier([32, 16]): which of the two widths is missing? hidden may hold any "
    "number of them, none as well.",
)
class DigitClassifier(nn.Module):
    """Uses the first width only"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        self.first = nn.Linear(pixels, hidden[0])
        self.last = nn.Linear(hidden[0], 10)

    def forward(self, x):
        return self.last(torch.relu(self.first(x.flatten(1))))


@misconception(
    "q4",
    "Print DigitClassifier([20]) and look at the widths: where do they come from, from hidden or "
    "from the example in the text?",
)
class DigitClassifier(nn.Module):
    """Always the widths 32 and 16"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(pixels, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, 10)
        )

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4", "How many numbers come out for an image, and how many should? Count your linear layers."
)
class DigitClassifier(nn.Module):
    """The last layer to the ten logits is missing"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = []
        inputs = pixels
        for width in hidden:
            layers += [nn.Linear(inputs, width), nn.ReLU()]
            inputs = width
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Each hidden layer of yours takes all pixels. What does the second layer of DigitClassifier("
    "[32, 16]) get to see, and how many numbers are that?",
)
class DigitClassifier(nn.Module):
    """Every hidden layer expects the pixels"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        layers = []
        for width in hidden:
            layers += [nn.Linear(pixels, width), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(hidden[-1] if hidden else pixels, 10))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "The linear layer complains about the shape of what it gets. Which line of the list in the "
    "question comes before the first layer?",
)
class DigitClassifier(nn.Module):
    """Does not flatten the images"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x)


@misconception(
    "q4",
    "You lay the pixels of all images in one row, those of different images too. Which dimension "
    "has to stay as it is?",
)
class DigitClassifier(nn.Module):
    """Flattens the whole batch to one vector"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten())


@misconception(
    "q4",
    "For several images all is well. Ask your network about a single one, images[:1], and look at "
    "the shape: which step removes a dimension?",
)
class DigitClassifier(nn.Module):
    """Squeezes a batch of one image to a vector"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1)).squeeze()


@misconception(
    "q4",
    "Make two networks one after the other, and print a weight of each. Why are they twins, and "
    "who should choose the seed?",
    finding="seeded inside",
)
class DigitClassifier(nn.Module):
    """Sets a seed inside the class"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        torch.manual_seed(0)
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your forward answers with a digit, and training needs the ten scores that the digit was "
    "chosen from. Which step throws them away?",
)
class DigitClassifier(nn.Module):
    """Returns the predicted digit in place of the logits"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1)).argmax(dim=1)


@misconception(
    "q4",
    "Images of 10 x 10 pixels do not fit into your network, whatever pixels says. Where do you use "
    "that argument?",
)
class DigitClassifier(nn.Module):
    """pixels is ignored: always 64"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [64, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Make two networks from one and the same list of widths, and print the list after each. Whose "
    "list does your class change?",
    finding="hidden changed",
)
class DigitClassifier(nn.Module):
    """Appends to the caller's list of widths"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        hidden.append(10)
        layers = []
        for width in hidden:
            layers += [nn.Linear(pixels, width), nn.ReLU()]
            pixels = width
        self.layers = nn.Sequential(*layers[:-1])

    def forward(self, x):
        return self.layers(x.flatten(1))


@misconception(
    "q4",
    "Your layers are right, and their first weights are not those that PyTorch draws. What does "
    "the last sentence of the question say about them?",
    finding="other initialisation",
)
class DigitClassifier(nn.Module):
    """The weights are initialised anew"""

    def __init__(self, hidden, pixels=64):
        super().__init__()
        sizes = [pixels, *hidden]
        layers = []
        for n, m in zip(sizes, hidden, strict=False):
            layers += [nn.Linear(n, m), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], 10))
        for parameter in self.parameters():
            nn.init.normal_(parameter, std=0.1)

    def forward(self, x):
        return self.layers(x.flatten(1))


# ---------------------------------------------------------------- q5: train_epoch


@misconception(
    "q5",
    "In train_epoch, the first step is right and the later ones are not. What do the parameters' "
    ".grad hold when the second backward begins?",
    finding="gradients left behind",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Gradients are never reset"""
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        seen += len(x)
    return total / seen


@misconception(
    "q5",
    "Go through the lines of your train_epoch in their order: what do the gradients look like at "
    "the moment when the optimiser uses them?",
    finding="reset before the step",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Resets between backward and step"""
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(x)
        seen += len(x)
    return total / seen


@misconception(
    "q5",
    "train_epoch finds gradients and never uses them. Which of the five lines of a training loop "
    "is missing?",
    finding="no step",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """The step of the optimiser is missing"""
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        total += loss.item() * len(x)
        seen += len(x)
    return total / seen


@misconception(
    "q5",
    "Suppose that evaluate was called just before train_epoch. In which mode is the model then, "
    "while it is being trained?",
    finding="training mode not set",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Does not set the training mode"""
    total, seen = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        seen += len(x)
    return total / seen


@misconception(
    "q5",
    "train_epoch returns a loss, but whose? After the loop, what does your variable stand for: the "
    "epoch, or its end?",
    finding="loss of the last batch",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Returns the loss of the last batch"""
    model.train()
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


@misconception(
    "q5",
    "The training is right, and the loss is a little off when the last batch is smaller. Does an "
    "image in a small batch count as much as one in a large batch?",
    finding="mean over the batches",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """The mean over the batches in place of that over the images"""
    model.train()
    total = 0.0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


@misconception(
    "q5",
    "The loss that train_epoch returns grows with the number of batches. What turns a sum into a "
    "mean, and what does each term have to be weighed with?",
    finding="sum over the batches",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Returns the sum of the batches' losses"""
    model.train()
    total = 0.0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total


@misconception(
    "q5",
    "You weigh the losses of train_epoch with the sizes of the batches, as you should. What is "
    "left to do with the sum, after the loop?",
    finding="sum over the images",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Returns the sum over the images, not divided"""
    model.train()
    total = 0.0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total


@misconception(
    "q5",
    "The value that train_epoch returns is right, but it is a tensor with the record of the whole "
    "epoch. How do you take the number out of a loss?",
    finding="loss with its record",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Adds up tensors in place of numbers"""
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss * len(x)
        seen += len(x)
    return total / seen


@misconception(
    "q5",
    "How many batches does your train_epoch go through? Look at how far its return is indented.",
    finding="first batch only",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Returns within the loop, after the first batch"""
    model.train()
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()
    return 0.0


@misconception(
    "q5",
    "Something happens in your train_epoch to the model's logits on their way to loss_fn. Who does "
    "that already?",
    finding="softmax before the loss",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """A softmax before the loss"""
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        loss = loss_fn(torch.softmax(model(x), dim=1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        seen += len(x)
    return total / seen


@misconception(
    "q5",
    "train_epoch is handed a loss function. Call it with another one: does anything change?",
    finding="loss function ignored",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Ignores its argument loss_fn"""
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        seen += len(x)
    return total / seen


@misconception(
    "q5",
    "An optimiser may have settings and a memory, such as momentum. How much of them does the one "
    "have that your train_epoch makes, in place of the one that it is handed?",
    finding="optimiser made anew",
)
def train_epoch(model, loader, loss_fn, optimizer):
    """Makes a new optimiser in each call"""
    model.train()
    optimizer = type(optimizer)(model.parameters(), lr=optimizer.param_groups[0]["lr"])
    total, seen = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        seen += len(x)
    return total / seen


# ---------------------------------------------------------------- q5: evaluate


@misconception(
    "q5",
    "evaluate is a little off when the last batch is smaller. Part 5 works out such an example: "
    "what should be added up, and when should it be divided?",
    finding="mean of accuracies",
)
def evaluate(model, loader):
    """The mean of the batches' accuracies"""
    model.eval()
    shares = []
    with torch.no_grad():
        for x, y in loader:
            shares.append((model(x).argmax(dim=1) == y).float().mean().item())
    return sum(shares) / len(shares)


@misconception(
    "q5",
    "In which mode does your evaluate find the model right after train_epoch, and in which mode "
    "should it measure?",
    finding="evaluation mode not set",
)
def evaluate(model, loader):
    """Does not set the evaluation mode"""
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(x)
    return right / seen


@misconception(
    "q5",
    "evaluate gives the right number, and autograd writes a record all the while that nobody will "
    "read. What switches it off?",
    finding="recorded",
)
def evaluate(model, loader):
    """Measures without no_grad"""
    model.eval()
    right, seen = 0, 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        seen += len(x)
    return right / seen


@misconception(
    "q5",
    "evaluate counts well, but a count is not a share: how many images are there in all?",
    finding="right answers not divided",
)
def evaluate(model, loader):
    """Returns the number of right answers"""
    model.eval()
    right = 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
    return right


@misconception(
    "q5",
    "Half of the answers are right: which number from 0 to 1 is that, and what would your evaluate "
    "return?",
    finding="per cent",
)
def evaluate(model, loader):
    """Returns per cent"""
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(x)
    return 100 * right / seen


@misconception(
    "q5",
    "The better the model, the lower your accuracy. What exactly is it that evaluate counts?",
    finding="share of mistakes",
)
def evaluate(model, loader):
    """Counts the mistakes"""
    model.eval()
    wrong, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            wrong += (model(x).argmax(dim=1) != y).sum().item()
            seen += len(x)
    return wrong / seen


@misconception(
    "q5",
    "evaluate starts to count anew for each batch. What is left of the others when the loop ends?",
    finding="last batch counted",
)
def evaluate(model, loader):
    """Only the last batch is left in the end"""
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            accuracy = (model(x).argmax(dim=1) == y).float().mean().item()
    return accuracy


@misconception(
    "q5",
    "After your evaluate has run, nothing in the whole notebook records gradients any more. What "
    "switches recording off for a few lines only?",
    finding="gradients switched off for good",
)
def evaluate(model, loader):
    """Switches gradients off for good"""
    model.eval()
    torch.set_grad_enabled(False)
    right, seen = 0, 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        seen += len(x)
    return right / seen


# ---------------------------------------------------------------- q5: classifier


@misconception(
    "q5",
    "classifier is the function that makes networks. What do you write to get a network from it?",
    finding="not a module",
    cell=True,
)
def no_brackets():
    """The brackets are missing: classifier is the function"""
    classifier = make_network
    losses, accuracies = [], []


@misconception(
    "q5",
    "Your classifier has other sizes than those that make_network gives by itself. Which network "
    "does the question want to be trained?",
    finding="wrong architecture",
    cell=True,
)
def another_width():
    """Another width than that of the question"""
    torch.manual_seed(0)
    classifier = make_network(32)
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, test_loader))


@misconception(
    "q5",
    "The weights of your classifier are where a new network has them, whatever the losses do. "
    "Whose parameters did your optimiser get?",
    finding="not trained",
    cell=True,
)
def another_networks_optimiser():
    """The classifier is made anew after the optimiser"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    classifier = make_network()
    losses, accuracies = [], []
    for _ in range(2):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, test_loader))


@misconception(
    "q5",
    "Naming one digit for every image would do as well as your classifier. Do your losses come "
    "down at all? Look at the loss function that you hand over, and at the size of the steps.",
    finding="no better than a constant",
    cell=True,
)
def uphill():
    """The loss has the wrong sign"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []

    def loss_fn(y_hat, y):
        return -nn.functional.cross_entropy(y_hat, y)

    for _ in range(5):
        losses.append(train_epoch(classifier, train_loader, loss_fn, optimizer))
        accuracies.append(evaluate(classifier, test_loader))


@misconception(
    "q5",
    "Whatever the image, your classifier says the same. Look at the first of your losses: were "
    "they thrown somewhere in one go? What sets the size of a step?",
    finding="same answer for every input",
    cell=True,
)
def far_too_large():
    """A learning rate that is far too large"""
    torch.manual_seed(1)
    classifier = make_network()
    optimizer = torch.optim.SGD(classifier.parameters(), lr=100.0)
    losses, accuracies = [], []
    for _ in range(5):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, test_loader))


@misconception(
    "q5",
    "You are nearly there. Did your training run for all the epochs that it may have? If it did, "
    "were its steps large enough?",
    finding="just short of the goal",
    cell=True,
)
def three_epochs():
    """Stops after a few epochs"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(4):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, test_loader))


@misconception(
    "q5",
    "Look at your losses: do they still fall at the end of the 20 epochs? Which setting decides "
    "how far a network gets in so many steps?",
    finding="far from the goal",
    cell=True,
)
def too_slow():
    """A learning rate that is far too small"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.SGD(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, test_loader))


@misconception(
    "q5",
    "Your classifier has seen the test images while it was trained. What does its accuracy on them "
    "still tell you?",
    finding="trained on held-out data",
    cell=True,
)
def on_all_images():
    """Trains on all images, those of the test among them"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    loader = DataLoader(TensorDataset(images, labels), batch_size=128, shuffle=True)
    for _ in range(20):
        losses.append(train_epoch(classifier, loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, test_loader))


@misconception(
    "q5",
    "How many epochs does the question ask for, and how many numbers have your two lists? Does "
    "your loop stop early?",
    finding="not 20 epochs",
    cell=True,
)
def stops_early():
    """Stops as soon as the goal is reached"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, test_loader))
        if accuracies[-1] >= 0.95:
            break


@misconception(
    "q5",
    "On which images are your accuracies measured? An accuracy on images that were used to train "
    "says little about new ones.",
    finding="measured on other images",
    cell=True,
)
def measured_on_training():
    """Measures on the training images"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, train_loader))


@misconception(
    "q5",
    "The last of your accuracies is not that of your classifier. Is classifier the network as it "
    "is after the last epoch, or the best one on the way, chosen with the test images?",
    finding="not the last classifier",
    cell=True,
)
def keeps_the_best():
    """Goes back to the weights that were best on the test images"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    best = (-1.0, {})
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, test_loader))
        if accuracies[-1] > best[0]:
            best = accuracies[-1], {k: v.clone() for k, v in classifier.state_dict().items()}
    classifier.load_state_dict(best[1])


# ---------------------------------------------------------------- q6: sweep


@misconception(
    "q6",
    "The place in the table is right. Does the question ask where the best accuracy stands, or "
    "which settings gave it?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Returns row and column in place of the settings"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    return table, divmod(table.argmax().item(), len(learning_rates))


@misconception(
    "q6",
    "Your numbers stand in the wrong places as soon as there are more rates than widths, or fewer: "
    "which of the two lists belongs to the rows?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """The table is transposed: one row for each learning rate"""
    table = torch.tensor([[run(width, lr) for width in widths] for lr in learning_rates])
    row, column = divmod(table.argmax().item(), len(widths))
    return table, (widths[column], learning_rates[row])


@misconception("q6", "These are accuracies, not losses: is the best one the lowest or the highest?")
def sweep(widths, learning_rates, run=pretend_run):
    """Takes the lowest accuracy for the best"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    row, column = divmod(table.argmin().item(), len(learning_rates))
    return table, (widths[row], learning_rates[column])


@misconception(
    "q6", "The table is right. best should tell which settings to use; what does yours tell?"
)
def sweep(widths, learning_rates, run=pretend_run):
    """Returns the best accuracy in place of the settings"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    return table, table.max().item()


@misconception(
    "q6", "You found the right two settings. In which order does the question want them?"
)
def sweep(widths, learning_rates, run=pretend_run):
    """best is (lr, width)"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    row, column = divmod(table.argmax().item(), len(learning_rates))
    return table, (learning_rates[column], widths[row])


@misconception(
    "q6",
    "The table is right and best is not. The places are counted row by row: how many of them are "
    "there in one row?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Divides the place by the number of widths"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    row, column = divmod(table.argmax().item(), len(widths))
    return table, (widths[row % len(widths)], learning_rates[column % len(learning_rates)])


@misconception("q6", "Compare the order of the arguments in your call with that in run(width, lr).")
def sweep(widths, learning_rates, run=pretend_run):
    """Calls run(lr, width)"""
    table = torch.tensor([[run(lr, width) for lr in learning_rates] for width in widths])
    row, column = divmod(table.argmax().item(), len(learning_rates))
    return table, (widths[row], learning_rates[column])


@misconception(
    "q6",
    "Count the calls of run: there is one for each combination, and some more. Each of them may "
    "train a network for minutes. Where do the others come from?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Trains everything a second time to find the best"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    settings = [(width, lr) for width in widths for lr in learning_rates]
    return table, max(settings, key=lambda pair: run(*pair))


@misconception(
    "q6",
    "All is right as long as one accuracy is above all others. What does your comparison do when "
    "the same accuracy comes a second time?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Of several best ones, takes the last"""
    table, best, highest = [], None, -1.0
    for width in widths:
        table.append([])
        for lr in learning_rates:
            accuracy = run(width, lr)
            table[-1].append(accuracy)
            if accuracy >= highest:
                best, highest = (width, lr), accuracy
    return table, best


@misconception(
    "q6",
    "The table is right, but best comes from the last of its rows. Where does your code forget the "
    "highest accuracy so far?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Begins to compare anew in each row"""
    table = []
    for width in widths:
        row, highest = [], -1.0
        for lr in learning_rates:
            row.append(run(width, lr))
            if row[-1] > highest:
                best, highest = (width, lr), row[-1]
        table.append(row)
    return table, best


@misconception(
    "q6",
    "Two widths and three learning rates make six combinations. How many of them do you try? Look "
    "at what zip does with two lists.",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Goes through both lists side by side"""
    pairs = list(zip(widths, learning_rates, strict=False))
    table = torch.tensor([run(width, lr) for width, lr in pairs])
    return table, pairs[table.argmax().item()]


@misconception(
    "q6", "Your accuracies are right and in the right order. What shape should the table have?"
)
def sweep(widths, learning_rates, run=pretend_run):
    """The table is one long row"""
    pairs = [(width, lr) for width in widths for lr in learning_rates]
    table = torch.tensor([run(width, lr) for width, lr in pairs])
    return table, pairs[table.argmax().item()]


@misconception(
    "q6",
    "Suppose that every run has an accuracy of 0. What is best then, in your code? Look at the "
    "number that you begin to compare with.",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Finds nothing where all accuracies are 0"""
    table, best, highest = [], None, 0
    for width in widths:
        table.append([])
        for lr in learning_rates:
            accuracy = run(width, lr)
            table[-1].append(accuracy)
            if accuracy > highest:
                best, highest = (width, lr), accuracy
    return table, best


@misconception(
    "q6",
    "All is right as long as one accuracy is above all others. Which of several equal ones comes "
    "first, if the table is read row by row?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Of several best ones, takes the first column by column"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    column, row = divmod(table.T.argmax().item(), len(widths))
    return table, (widths[row], learning_rates[column])


@misconception(
    "q6",
    "Your accuracies have two places behind the point. What becomes of two that differ in the "
    "third?",
    finding="accuracies rounded",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Rounds the accuracies"""
    table = torch.tensor([[round(run(width, lr), 2) for lr in learning_rates] for width in widths])
    row, column = divmod(table.argmax().item(), len(learning_rates))
    return table, (widths[row], learning_rates[column])


@misconception(
    "q6",
    "In which order do the rows of your table come, and in which order does the caller's list have "
    "the widths? Look for something that sorts.",
    finding="widths sorted",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Sorts the caller's list of widths"""
    widths.sort()
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    row, column = divmod(table.argmax().item(), len(learning_rates))
    return table, (widths[row], learning_rates[column])


# ---------------------------------------------------------------- q7: to_device


@misconception(
    "q7",
    "On a computer with a GPU, the model arrives there and the batch stays behind. Do x and y "
    "move at all? If you call .to for them: what does it do with its result?",
)
def to_device(model, batch):
    """Throws away what .to of a tensor returns"""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    model.to(device)
    x.to(device)
    y.to(device)
    return model, (x, y)


@misconception("q7", "The batch travels alone. Where are the weights that it is multiplied with?")
def to_device(model, batch):
    """Moves the batch, but not the model"""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    return model, (x.to(device), y.to(device))


@misconception(
    "q7", "Three things have to move. The loss compares the logits with y: where is your y?"
)
def to_device(model, batch):
    """Forgets the labels"""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    return model.to(device), (x.to(device), y)


@misconception(
    "q7", "On a computer without a GPU your function fails. What do you ask before you move things?"
)
def to_device(model, batch):
    """Takes for granted that there is a GPU"""
    x, y = batch
    return model.to("cuda"), (x.to("cuda"), y.to("cuda"))


@misconception("q7", "A GPU that is there would be left idle. When does your function ever use it?")
def to_device(model, batch):
    """Always uses the CPU"""
    x, y = batch
    return model.to("cpu"), (x.to("cpu"), y.to("cpu"))


@misconception(
    "q7",
    "Your function uses the GPU where there is none, and leaves it alone where there is one: read "
    "your condition aloud.",
)
def to_device(model, batch):
    """The condition is the wrong way round"""
    device = "cpu" if torch.cuda.is_available() else "cuda"
    x, y = batch
    return model.to(device), (x.to(device), y.to(device))


@misconception(
    "q7", "Everything is where it should be. In which order does the question want it back?"
)
def to_device(model, batch):
    """Returns the batch first"""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    return (x.to(device), y.to(device)), model.to(device)


@misconception(
    "q7",
    "A model has more than parameters: a BatchNorm layer, for instance, keeps its running mean in "
    "a buffer. Which of the model's methods moves the whole module?",
)
def to_device(model, batch):
    """Moves the parameters, and leaves the buffers behind"""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    for parameter in model.parameters():
        parameter.data = parameter.data.to(device)
    x, y = batch
    return model, (x.to(device), y.to(device))


@misconception(
    "q7",
    "Your x arrives with another type of number than it left with. What else than the device does "
    "your .to change?",
)
def to_device(model, batch):
    """Makes float32 of the inputs on the way"""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    return model.to(device), (x.to(device, torch.float32), y.to(device))


@misconception(
    "q7",
    "PyTorch may be built for CUDA on a computer without a GPU, and then your function fails. What "
    "do you have to ask?",
)
def to_device(model, batch):
    """Asks whether PyTorch is built for CUDA"""
    device = "cuda" if torch.version.cuda is not None else "cpu"
    x, y = batch
    return model.to(device), (x.to(device), y.to(device))
