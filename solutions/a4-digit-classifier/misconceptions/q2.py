"""What students get wrong in A4, q2 (solve_linear_system), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q2",
    "The first step is right and the later ones are not. What is left in x.grad, from the step "
    "before, when the second backward begins?",
)
def solve_linear_system():
    """Gradients are never reset"""
    edit("L = ((A @ x - b) ** 2).sum()", "((A @ x - b) ** 2).sum().backward()")
    edit("L.backward()", "")
    edit("x.grad.zero_()", "")


@misconception(
    "q2",
    "Your steps are half as long as they should be. Differentiate the square of one equation's "
    "error on paper: which factor comes down?",
    base="The gradient on paper",
)
def solve_linear_system():
    """The factor 2 of the square is missing"""
    edit("lr * 2", "lr")


@misconception(
    "q2",
    "Your steps get shorter as the number of equations grows. Does |Ax - b|^2 add up the squared "
    "errors, or average them?",
)
def solve_linear_system():
    """The mean of the squared errors in place of their sum"""
    edit("L = ((A @ x - b) ** 2).sum()", "((A @ x - b) ** 2).mean().backward()")
    edit("L.backward()", "")


@misconception(
    "q2",
    "Is the loss smaller or larger after your step? Which way does a gradient point, uphill or "
    "downhill?",
)
def solve_linear_system():
    """Steps uphill"""
    edit("L = ((A @ x - b) ** 2).sum()", "((A @ x - b) ** 2).sum().backward()")
    edit("L.backward()", "")
    edit("x -= lr * x.grad", "x += lr * x.grad")


@misconception(
    "q2",
    "All your steps have the same length, near the solution and far from it. Look at the little 2 "
    "in the formula of the loss.",
)
def solve_linear_system():
    """The length |Ax - b| in place of its square"""
    edit("L = ((A @ x - b) ** 2).sum()", "(A @ x - b).norm().backward()")
    edit("L.backward()", "")


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
def solve_linear_system():
    """One step too few"""
    edit("range(steps)", "range(1, steps)")
    edit("L = ((A @ x - b) ** 2).sum()", "((A @ x - b) ** 2).sum().backward()")
    edit("L.backward()", "")


@misconception(
    "q2",
    "For a symmetric matrix it works, for others it does not. On the way back, an error of "
    "equation i reaches x_j through A_ij: which product adds these up, with A or with A.T?",
    base="The gradient on paper",
)
def solve_linear_system():
    """By hand, with A where the transpose belongs"""
    edit("lr * 2 * A.T", "2 * lr * A")


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
def solve_linear_system():
    """The step is computed and thrown away"""
    edit("L = ((A @ x - b) ** 2).sum()", "((A @ x - b) ** 2).sum().backward()")
    edit("L.backward()", "")
    edit("x -= lr * x.grad", "x - lr * x.grad")


@misconception(
    "q2",
    "Your return belongs to the loop, or to what comes after it? Look at how far it is indented.",
)
def solve_linear_system():
    """Returns within the loop, after one step"""
    edit("L = ((A @ x - b) ** 2).sum()", "((A @ x - b) ** 2).sum().backward()")
    edit("L.backward()", "")
    edit(
        "x.grad.zero_()",
        "x.grad.zero_()\nreturn x.detach()",
    )


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
