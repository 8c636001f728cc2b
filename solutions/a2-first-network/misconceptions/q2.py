"""What students get wrong in A2, q2 (gradients), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q2",
    "Your loss can be negative, so the lowest loss is not where the product is right. What does "
    "the formula do to the difference?",
    finding="not squared",
)
def product_loss(var_1, var_2, target):
    """The difference is not squared"""
    return target - var_1 * var_2


@misconception(
    "q2",
    "For 3, 4 and 15 the difference is 3: what should the loss be, and what is yours?",
    finding="absolute value",
)
def product_loss(var_1, var_2, target):
    """The absolute value in place of the square"""
    return (target - var_1 * var_2).abs()


@misconception(
    "q2",
    "Which operation joins the two variables to latent? Compare your line with the formula.",
    finding="sum in place of product",
)
def product_loss():
    """The sum of the two variables in place of their product"""
    edit("var_1 * var_2", "var_1 + var_2")


@misconception(
    "q2",
    "Read the last line aloud in the order in which Python works: what is squared first?",
    finding="only the product squared",
)
def product_loss():
    """Brackets are missing: the product is squared, not the difference"""
    edit("(target - latent) ** 2", "target - latent**2")


@misconception(
    "q2",
    "Python squares before it multiplies, and multiplies before it subtracts. What is your square "
    "taken of?",
    finding="only the latter squared",
)
def product_loss(var_1, var_2, target):
    """Brackets are missing: only var_2 is squared"""
    return target - var_1 * var_2**2


@misconception(
    "q2",
    "You return the value in the middle. What does the formula of the loss do with it?",
    finding="latent returned",
)
def product_loss(var_1, var_2, target):
    """Returns the product"""
    return var_1 * var_2


@misconception(
    "q2",
    "Call your function with another target: does the loss change? One of its three arguments is "
    "not used.",
    finding="always 15",
)
def product_loss(var_1, var_2, target):
    """The target is always 15"""
    return (15.0 - var_1 * var_2) ** 2


@misconception(
    "q2",
    "The loss is right, but from there no way leads back to the variables. Which step of your "
    "function makes a number or a new tensor of what PyTorch took notes on?",
    finding="cut off",
)
def product_loss():
    """The product is taken out of autograd's notes"""
    edit("var_1 * var_2", "torch.tensor(var_1.item() * var_2.item(), requires_grad=True)")


@misconception(
    "q2",
    (
        "How did the example with the speed tell PyTorch that a gradient would be wanted?",
        "PyTorch takes notes only on what it is told to. It is told when a variable is made.",
        "For a tensor t that was made with the switch for gradients, print(t.requires_grad) "
        "says True. What does it say for yours?",
    ),
    finding="no gradient asked for",
    cell=True,
)
def no_requires_grad():
    """requires_grad is forgotten"""

    def product_loss(var_1, var_2, target):
        return (target - var_1 * var_2) ** 2

    var_1 = torch.tensor(3.0)
    var_2 = torch.tensor(4.0)
    loss = product_loss(var_1, var_2, 15.0)
    loss.backward()


@misconception(
    "q2",
    (
        "PyTorch has taken its notes, but nobody has asked it to go through them. What was the "
        "call?",
        "Computing the loss fills in no gradients: that is a step of its own, and the loss is "
        "what begins it.",
        "Before that step, print(speed.grad) in the example of the text says None; behind it, a"
        " number. Which of them do you see?",
    ),
    finding="backward not called",
    cell=True,
)
def no_backward():
    """backward is not called"""
    edit("latent = var_1 * var_2", "")
    edit("target - latent", "target - var_1 * var_2")
    edit("loss.backward()", "")


@misconception(
    "q2",
    "Gradients add up: each backward puts its own on top of what is there. How often does your "
    "cell go backward from a loss of the same variables?",
    finding="backward more than once",
    cell=True,
)
def twice():
    """backward is called for two losses"""

    def product_loss(var_1, var_2, target):
        return (target - var_1 * var_2) ** 2

    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    product_loss(var_1, var_2, 15.0).backward()
    loss = product_loss(var_1, var_2, 15.0)
    loss.backward()


@misconception(
    "q2",
    "This question ends with the gradients. Somebody has already moved the variables: who, and "
    "where does the question ask for that?",
    finding="a step was taken",
    cell=True,
)
def step_taken():
    """An optimiser takes a step already"""

    def product_loss(var_1, var_2, target):
        return (target - var_1 * var_2) ** 2

    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=3e-3)
    loss = product_loss(var_1, var_2, 15.0)
    loss.backward()
    optimizer.step()


@misconception(
    "q2",
    "Print var_1 and var_2 and compare them with the question: which value belongs to which?",
    finding="another start",
    cell=True,
)
def exchanged():
    """The values of the two variables are exchanged"""

    def product_loss(var_1, var_2, target):
        return (target - var_1 * var_2) ** 2

    var_1 = torch.tensor(4.0, requires_grad=True)
    var_2 = torch.tensor(3.0, requires_grad=True)
    loss = product_loss(var_1, var_2, 15.0)
    loss.backward()


@misconception(
    "q2",
    "Call your function for a product that is above the target, and for one that is below: on one "
    "side the loss is 0, though the product is wrong. What does the formula say?",
    finding="one side",
)
def product_loss(var_1, var_2, target):
    """Only a product that is too small counts"""
    return torch.relu(target - var_1 * var_2) ** 2


@misconception(
    "q2",
    "Your function does more than compute. Who should call backward(), and on what: look at the "
    "third step of the question.",
    finding="backward inside",
    cell=True,
)
def backward_inside():
    """The function goes backward itself"""

    def product_loss(var_1, var_2, target):
        error = (target - var_1 * var_2) ** 2
        if error.requires_grad:
            error.backward()
        return error

    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    loss = product_loss(var_1, var_2, 15.0)


@misconception(
    "q2",
    "Print the shape of your variables. What makes a dimension, and how many does a scalar have?",
    finding="not a scalar",
    cell=True,
)
def vectors_of_one():
    """The variables are vectors of one number"""

    def product_loss(var_1, var_2, target):
        return (target - var_1 * var_2) ** 2

    var_1 = torch.tensor([3.0], requires_grad=True)
    var_2 = torch.tensor([4.0], requires_grad=True)
    loss = product_loss(var_1, var_2, 15.0)
    loss.backward()


@misconception(
    "q2",
    "Print loss. What does backward() return, and what should the name loss stand for?",
    finding="loss is nothing",
    cell=True,
)
def loss_is_none():
    """loss is what backward returns"""

    def product_loss(var_1, var_2, target):
        return (target - var_1 * var_2) ** 2

    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    loss = product_loss(var_1, var_2, 15.0).backward()


@misconception(
    "q2",
    "The numbers are right, but is it loss.backward() that put them there? Compute loss from the "
    "two variables, and let PyTorch find their gradients.",
    finding="not from this loss",
    cell=True,
)
def by_hand():
    """Gradients and loss are written down"""

    def product_loss(var_1, var_2, target):
        return (target - var_1 * var_2) ** 2

    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    loss = torch.tensor(9.0)
    var_1.grad, var_2.grad = torch.tensor(-24.0), torch.tensor(-18.0)
