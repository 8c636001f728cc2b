"""What students get wrong in A4, q1 (vector_jacobian), and what they read then."""

from autograder.checks import edit, misconception


@misconception(
    "q1", "Your result is the same whatever r is. Where would the weights come into the backward?"
)
def vector_jacobian():
    """Sums the squares, without the weights"""
    edit("q = a**2", "")
    edit("q.backward(gradient=r)", "(a**2).sum().backward()")


@misconception(
    "q1",
    "Read the RuntimeError: it is the one of the first cell of Part 1. What does backward need to "
    "know before it can start from several numbers?",
)
def vector_jacobian():
    """Calls backward on the vector without weights"""
    edit("q.backward(gradient=r)", "q.backward()")


@misconception(
    "q1",
    "Count how often the weights are used in your function, and how often they stand in the "
    "formula r . a^2.",
)
def vector_jacobian():
    """Weighs twice: in the product and in backward"""
    edit("q = a**2", "q = r * a**2")


@misconception(
    "q1", "Your gradient does not depend on a at all. What is the derivative of a square?"
)
def vector_jacobian():
    """Goes backward from a itself, not from its square"""
    edit("q = a**2", "q = a * 1.0")


@misconception(
    "q1",
    "Your function hands back what went up, not what came down: a number of the forward pass. "
    "Where does backward leave the gradient?",
)
def vector_jacobian():
    """Returns the weighted sum, not its gradient"""
    edit("a.grad", "(r * q).sum()")


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
def vector_jacobian():
    """Works on the caller's tensor, whose .grad accumulates"""
    edit("a = a.detach().requires_grad_()", "a.requires_grad_()")


@misconception(
    "q1",
    "A tensor keeps a .grad only where a record begins. If the caller's a requires gradients "
    "already, does the record begin at your copy? What cuts it off?",
)
def vector_jacobian():
    """The copy is not detached, so it is no leaf when a requires gradients"""
    edit("a.detach().requires_grad_()", "a.clone().requires_grad_()")


@misconception(
    "q1",
    "The RuntimeError says that nothing was recorded. Which tensor has to ask for a gradient "
    "before the square is taken?",
)
def vector_jacobian():
    """Forgets requires_grad"""
    edit("a.detach().requires_grad_()", "a.detach().clone()")


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
