"""Wrong solutions of A2 that students write: the question each one loses, and what they read then.

Names of the notebook (MyNetwork, draw_triples, ...) are there; all else stands in each definition.
"""

import torch
from torch import nn

from autograder.checks import misconception

# ---------------------------------------------------------------- q1: tensors


@misconception(
    "q1",
    "Python numbers and lists look like tensors, but backprop knows nothing about them. Which "
    "function of the examples turns one into the other?",
    finding="not a tensor",
    cell=True,
)
def plain_python():
    """Numbers and lists in place of tensors"""
    scalar = 2.5
    vector = [1.0, -2.0, 0.5]
    matrix = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]

    def add_matrices(a, b):
        return a + b


@misconception(
    "q1",
    "Print scalar.shape. A scalar has no dimensions at all: what makes a dimension?",
    finding="scalar in brackets",
    cell=True,
)
def scalar_in_brackets():
    """The scalar is a vector of one number"""
    scalar = torch.tensor([2.5])
    vector = torch.tensor([1.0, -2.0, 0.5])
    matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])

    def add_matrices(a, b):
        return a + b


@misconception(
    "q1",
    "Print the shapes of your tensors, and count the levels of square brackets of each. One of "
    "them is a table where something simpler is asked for.",
    finding="another dimension",
    cell=True,
)
def row_vector():
    """The vector is a matrix of one row"""
    scalar = torch.tensor(2.5)
    vector = torch.tensor([[1.0, -2.0, 0.5]])
    matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])

    def add_matrices(a, b):
        return a + b


@misconception(
    "q1",
    "Compare matrix with table in the examples: does each inner list stand for a row or a column?",
    finding="rows and columns exchanged",
    cell=True,
)
def columns_first():
    """The matrix is written column by column"""
    scalar = torch.tensor(2.5)
    vector = torch.tensor([1.0, -2.0, 0.5])
    matrix = torch.tensor([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]])

    def add_matrices(a, b):
        return a + b


@misconception(
    "q1",
    "Print the dtype of each tensor: one of them holds whole numbers, which can have no gradient. "
    "What tells PyTorch that you mean decimal numbers?",
    finding="integers",
    cell=True,
)
def whole_numbers():
    """The matrix holds integers"""
    scalar = torch.tensor(2.5)
    vector = torch.tensor([1.0, -2.0, 0.5])
    matrix = torch.tensor([[1, 2, 3], [4, 5, 6]])

    def add_matrices(a, b):
        return a + b


@misconception(
    "q1",
    "Lists and tensors mean different things by +. Which of the two are you adding up here?",
)
def add_matrices(a, b):
    """Goes through lists, which + glues together"""
    return torch.tensor(a.tolist() + b.tolist())


@misconception(
    "q1",
    "The sum of two matrices has as many elements as each of them. How many does yours have?",
)
def add_matrices(a, b):
    """Adds up all elements to one number"""
    return a.sum() + b.sum()


@misconception("q1", "Is your operation the sum of the two? Try it on two matrices full of ones.")
def add_matrices(a, b):
    """Multiplies in place of adding"""
    return a * b


@misconception(
    "q1",
    "Your function works out the matrix product, which wants other shapes. The question asks for "
    "something simpler, done element by element.",
)
def add_matrices(a, b):
    """The matrix product in place of the sum"""
    return a @ b


@misconception(
    "q1",
    "The sum is right, but look at a after the call: somebody else may still need it. Which "
    "operation changes a tensor, and which one makes a new one?",
    finding="changed in place",
)
def add_matrices(a, b):
    """Adds b to a in place"""
    a += b
    return a


@misconception(
    "q1",
    "Call your function with two matrices of zeros. Where do the numbers come from?",
)
def add_matrices(a, b):
    """Reads the global matrix in place of its first argument"""
    return matrix + b


@misconception("q1", "Your function works out the sum and then keeps it to itself.")
def add_matrices(a, b):
    """No return"""
    total = a + b


@misconception("q1", "How many rows do a, b and your result have? Gluing is not adding up.")
def add_matrices(a, b):
    """Glues the tensors together"""
    return torch.cat([a, b])


@misconception(
    "q1",
    "Your function is right for matrices. Call it with two scalars, with two vectors, and with "
    "tensors of three dimensions: what does it take for granted about their shape?",
    finding="only some shapes",
)
def add_matrices(a, b):
    """Goes through rows and columns, which only a matrix has"""
    total = torch.zeros_like(a)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            total[i, j] = a[i, j] + b[i, j]
    return total


@misconception(
    "q1",
    "Your function knows how many rows and columns there are before it has seen a and b. Who "
    "should tell it?",
    finding="only 2 by 3",
)
def add_matrices(a, b):
    """Two rows and three columns, whatever the shape is"""
    total = torch.empty(2, 3, dtype=a.dtype)
    for i in range(2):
        for j in range(3):
            total[i, j] = a[i, j] + b[i, j]
    return total


@misconception(
    "q1",
    "Add two tensors of float64, and two of whole numbers, and print the dtype of each sum. Where "
    "does your function choose another type?",
    finding="another type",
)
def add_matrices(a, b):
    """The sum is always float32"""
    return a.float() + b.float()


# ---------------------------------------------------------------- q2: gradients


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
def product_loss(var_1, var_2, target):
    """The sum of the two variables in place of their product"""
    latent = var_1 + var_2
    return (target - latent) ** 2


@misconception(
    "q2",
    "Read the last line aloud in the order in which Python works: what is squared first?",
    finding="only the product squared",
)
def product_loss(var_1, var_2, target):
    """Brackets are missing: the product is squared, not the difference"""
    latent = var_1 * var_2
    return target - latent**2


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
def product_loss(var_1, var_2, target):
    """The product is taken out of autograd's notes"""
    latent = torch.tensor(var_1.item() * var_2.item(), requires_grad=True)
    return (target - latent) ** 2


@misconception(
    "q2",
    "How did the example with the speed tell PyTorch that a gradient would be wanted?",
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
    "PyTorch has taken its notes, but nobody has asked it to go through them. What was the call?",
    finding="backward not called",
    cell=True,
)
def no_backward():
    """backward is not called"""

    def product_loss(var_1, var_2, target):
        return (target - var_1 * var_2) ** 2

    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    loss = product_loss(var_1, var_2, 15.0)


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


# ---------------------------------------------------------------- q3: one_step


@misconception(
    "q3",
    "The variables do not move. Which of the three moves fills in the gradients that the optimiser "
    "needs?",
    finding="no backward",
)
def one_step(var_1, var_2, target, optimizer):
    """No backward"""
    loss = (target - var_1 * var_2) ** 2
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "The gradients are worked out and thrown away. Which of the three moves uses them?",
    finding="no step",
)
def one_step(var_1, var_2, target, optimizer):
    """No step"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.zero_grad()


@misconception(
    "q3",
    "The first call is right, the second goes too far. What is in .grad when the second backward "
    "begins?",
)
def one_step(var_1, var_2, target, optimizer):
    """No reset"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()


@misconception(
    "q3",
    "The variables go the right way, but the last gradient is left behind. In which order does the "
    "question name the three moves?",
)
def one_step(var_1, var_2, target, optimizer):
    """The reset comes first"""
    optimizer.zero_grad()
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()


@misconception(
    "q3",
    "All three moves are there, and yet nothing moves. What does the optimiser find in .grad at "
    "the moment when it steps?",
    finding="reset before the step",
)
def one_step(var_1, var_2, target, optimizer):
    """The reset comes between backprop and step"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()


@misconception(
    "q3",
    "Your optimiser steps before there is anything to step with. What has to come first?",
    finding="step first",
)
def one_step(var_1, var_2, target, optimizer):
    """The step comes before backprop"""
    loss = (target - var_1 * var_2) ** 2
    optimizer.step()
    loss.backward()
    optimizer.zero_grad()


@misconception(
    "q3", "Call your function with another target. Does it make a difference to where you end up?"
)
def one_step(var_1, var_2, target, optimizer):
    """The target is always 15"""
    loss = (15.0 - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "Somebody hands you an optimiser that knows how to step, and how far. Does your function use "
    "that one, or does it find its own way?",
    finding="optimiser not used",
)
def one_step(var_1, var_2, target, optimizer):
    """Makes an optimiser of its own"""
    optimizer = torch.optim.SGD([var_1, var_2], lr=3e-3)
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "Somebody hands you an optimiser that knows how to step, and how far. Does your function use "
    "that one, or does it find its own way?",
    finding="optimiser not used",
)
def one_step(var_1, var_2, target, optimizer):
    """Updates the variables by hand"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    with torch.no_grad():
        var_1 -= 3e-3 * var_1.grad
        var_2 -= 3e-3 * var_2.grad
    var_1.grad = None
    var_2.grad = None


@misconception(
    "q3",
    "Without its square the loss has no lowest point: the steps never get smaller. Compare it with "
    "question 2.",
)
def one_step(var_1, var_2, target, optimizer):
    """The loss is not squared"""
    loss = target - var_1 * var_2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "Each call moves the variables further than it should: count your calls of step().",
)
def one_step(var_1, var_2, target, optimizer):
    """Steps twice with the same gradients"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "The variables move away from the target. What do you go backward from: something that should "
    "become small, or something that should become large?",
)
def one_step(var_1, var_2, target, optimizer):
    """Goes uphill: the loss has the wrong sign"""
    loss = -((target - var_1 * var_2) ** 2)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "What do you build the loss from? The step changes the tensors that you are given, so PyTorch "
    "has to see these on the way to the loss, not copies of their numbers.",
    finding="backward elsewhere",
)
def one_step(var_1, var_2, target, optimizer):
    """Works on copies of the variables"""
    first = torch.tensor(var_1.item(), requires_grad=True)
    second = torch.tensor(var_2.item(), requires_grad=True)
    loss = (target - first * second) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "Somebody hands you an optimiser that knows how to step, and how far. Does your function use "
    "that one, or does it find its own way?",
    finding="optimiser not used",
)
def one_step(var_1, var_2, target, optimizer):
    """Makes a new optimiser of the same class, which has no memory of earlier steps"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    other = type(optimizer)([var_1, var_2], lr=optimizer.param_groups[0]["lr"])
    other.step()
    other.zero_grad()


@misconception(
    "q3",
    "Read the question again: what does your function hand back, and what should it?",
    finding="returns something",
)
def one_step(var_1, var_2, target, optimizer):
    """Returns the loss"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


@misconception(
    "q3",
    "Try a product that is larger than the target, and one that is smaller. Which way should each "
    "go, and does it?",
    finding="no step on one side",
)
def one_step(var_1, var_2, target, optimizer):
    """Stops where the product has passed the target"""
    loss = (target - var_1 * var_2) ** 2
    if var_1.item() * var_2.item() >= target:
        return
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "Begin close to the target: a small step is a step, too. Who decides that it is not worth it?",
    finding="no step when close",
)
def one_step(var_1, var_2, target, optimizer):
    """Stops where the loss is small"""
    loss = (target - var_1 * var_2) ** 2
    if loss.item() < 0.01:
        return
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


# ---------------------------------------------------------------- q4: optimise_product


@misconception(
    "q4",
    "The first step is right, and then the variables overshoot. What is still in .grad when the "
    "second round goes backward?",
)
def optimise_product(target, lr, steps):
    """No reset in the loop"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
    return var_1.item(), var_2.item()


@misconception(
    "q4",
    "However many steps you ask for, the result is that of a single one. What does each round of "
    "your loop begin with, and where does it end?",
)
def optimise_product(target, lr, steps):
    """The variables are made anew in each round"""
    for _ in range(steps):
        var_1 = torch.tensor(3.0, requires_grad=True)
        var_2 = torch.tensor(4.0, requires_grad=True)
        optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


@misconception(
    "q4", "For the target 15 you may be right. Which of the three arguments has no effect?"
)
def optimise_product(target, lr, steps):
    """The target is always 15"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (15.0 - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


@misconception(
    "q4", "Try a learning rate that is ten times smaller: how does your result change, and why not?"
)
def optimise_product(target, lr, steps):
    """The learning rate is always 0.003"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=3e-3)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


@misconception(
    "q4", "Ask for a single step, and then for two. Does the number of steps make a difference?"
)
def optimise_product(target, lr, steps):
    """Always takes 100 steps"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(100):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


@misconception(
    "q4",
    "Count the rounds of your loop for steps = 1, with a print in it. Which numbers does it see?",
)
def optimise_product(target, lr, steps):
    """One step too few"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(1, steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


@misconception(
    "q4", "Count the rounds of your loop for steps = 1, with a print in it. When does it notice?"
)
def optimise_product(target, lr, steps):
    """One step too many"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps + 1):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


@misconception(
    "q4",
    "However many steps you ask for, the result is that of a single one. What does each round of "
    "your loop begin with, and where does it end?",
)
def optimise_product(target, lr, steps):
    """The return stands in the loop"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return var_1.item(), var_2.item()
    return 3.0, 4.0


@misconception(
    "q4",
    "PyTorch takes its notes while the loss is computed, and goes through them once. Where is your "
    "loss computed, and how often does the loop go backward from it?",
)
def optimise_product(target, lr, steps):
    """The loss is computed once, before the loop"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    loss = (target - var_1 * var_2) ** 2
    for _ in range(steps):
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


@misconception("q4", "One of your two variables never moves. Who decides which tensors may change?")
def optimise_product(target, lr, steps):
    """The optimiser knows var_1 only"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


@misconception(
    "q4", "You return what came of the product. Which two numbers does the question ask for?"
)
def optimise_product(target, lr, steps):
    """Returns the product and the loss"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    loss = (target - var_1 * var_2) ** 2
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return (var_1 * var_2).item(), loss.item()


@misconception("q4", "Both numbers are right. In which order does the question ask for them?")
def optimise_product(target, lr, steps):
    """The two values are exchanged"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_2.item(), var_1.item()


@misconception(
    "q4",
    "Adam is a fine optimiser, but its steps have other sizes. Which one does the question name?",
)
def optimise_product(target, lr, steps):
    """Adam in place of SGD"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.Adam([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


@misconception(
    "q4",
    "Call your function twice with the same arguments: each call should begin at 3 and 4. Where "
    "are the two variables made?",
    finding="goes on",
    cell=True,
)
def made_outside():
    """The variables are made once, outside of the function"""
    first = torch.tensor(3.0, requires_grad=True)
    second = torch.tensor(4.0, requires_grad=True)

    def optimise_product(target, lr, steps):
        optimizer = torch.optim.SGD([first, second], lr=lr)
        for _ in range(steps):
            loss = (target - first * second) ** 2
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        return first.item(), second.item()


@misconception(
    "q4",
    "Look at the types of the two values. How do you take a number out of a tensor?",
    finding="tensors returned",
)
def optimise_product(target, lr, steps):
    """Returns tensors"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1, var_2


@misconception(
    "q4",
    "Ask for 0 steps. When does your loop find out that it has nothing to do?",
    finding="at least one step",
)
def optimise_product(target, lr, steps):
    """Asks after the step whether there is another one"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    while True:
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        steps -= 1
        if steps <= 0:
            return var_1.item(), var_2.item()


@misconception(
    "q4",
    "Your loop ends before it has taken all of its steps. Who says that it may?",
    finding="stopped early",
)
def optimise_product(target, lr, steps):
    """Stops when the loss is small"""
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


@misconception(
    "q4",
    "Try a learning rate that is too large. Which values does your function return: those of the "
    "last step, or some that it liked better?",
    finding="best kept",
)
def optimise_product(target, lr, steps):
    """Returns the values with the smallest loss"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    best = [(target - 12.0) ** 2, 3.0, 4.0]
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        a, b = var_1.item(), var_2.item()
        best = min(best, [(target - a * b) ** 2, a, b])
    return best[1], best[2]


@misconception(
    "q4",
    "Print the values inside your loop, and compare their digits with those that you return.",
    finding="rounded",
)
def optimise_product(target, lr, steps):
    """Rounds the values"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([var_1, var_2], lr=lr)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return round(var_1.item(), 4), round(var_2.item(), 4)


# ---------------------------------------------------------------- q5: MyNetwork


@misconception(
    "q5",
    "Between the layers, or behind them, a function throws away what is negative. The picture has "
    "only lines: does the question ask for anything else?",
)
class MyNetwork(nn.Module):
    """ReLU between the layers"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.second(torch.relu(self.first(x)))


@misconception(
    "q5",
    "None of your five outputs is ever negative. What comes behind the second layer in your "
    "forward, and what in the picture?",
)
class MyNetwork(nn.Module):
    """ReLU behind the last layer"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return torch.relu(self.second(self.first(x)))


@misconception(
    "q5",
    "The numbers in the middle of your network never leave the range from 0 to 1. What squeezes "
    "them, and who asked for it?",
)
class MyNetwork(nn.Module):
    """Sigmoid between the layers"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.second(torch.sigmoid(self.first(x)))


@misconception(
    "q5",
    "Your network computes, but it knows of no layers: print list(MyNetwork().parameters()). "
    "Where does the example make its layer, and how does it keep it?",
    finding="no parameters",
)
class MyNetwork(nn.Module):
    """The layers are in a plain list"""

    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 2), nn.Linear(2, 5)]

    def forward(self, x):
        return self.layers[1](self.layers[0](x))


@misconception(
    "q5",
    "Your network computes, but it knows of no layers: print list(MyNetwork().parameters()). "
    "Where does the example make its layer, and how does it keep it?",
    finding="no parameters",
)
class MyNetwork(nn.Module):
    """The layers are made in forward"""

    def forward(self, x):
        return nn.Linear(2, 5)(nn.Linear(3, 2)(x))


@misconception(
    "q5",
    "Compare the shapes of your parameters with those of two linear layers, 3 to 2 and 2 to 5. How "
    "many layers have you, are their sizes the right way round, and has each its biases?",
    finding="wrong architecture",
)
class MyNetwork(nn.Module):
    """A single layer from 3 to 5"""

    def __init__(self):
        super().__init__()
        self.only = nn.Linear(3, 5)

    def forward(self, x):
        return self.only(x)


@misconception(
    "q5",
    "Something has to happen before a network can keep layers. What is the first line of __init__ "
    "in the example?",
)
class MyNetwork(nn.Module):
    """super().__init__() is forgotten"""

    def __init__(self):
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.second(self.first(x))


@misconception("q5", "Your forward works out the outputs and then keeps them to itself.")
class MyNetwork(nn.Module):
    """forward has no return"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        y_hat = self.second(self.first(x))


@misconception(
    "q5",
    "The sizes of your two layers do not fit together. In which order does forward use them, and "
    "what comes out of each?",
)
class MyNetwork(nn.Module):
    """The layers are used in the wrong order"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.first(self.second(x))


@misconception(
    "q5",
    "Some of your parameters change nothing in the output. Follow x through your forward: which "
    "numbers of each layer does it meet?",
    finding="unused parameters",
)
class MyNetwork(nn.Module):
    """The bias of the first layer is never added"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.second(x @ self.first.weight.T)


@misconception(
    "q5",
    "The outputs are right, but no gradient finds its way back to the first layer. What do you do "
    "to the two numbers in the middle?",
    finding="parameters without gradient",
)
class MyNetwork(nn.Module):
    """The numbers in the middle are detached"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.second(self.first(x).detach())


@misconception(
    "q5",
    "Make two networks and print a weight of each. Who should choose the seed: the class, or "
    "whoever uses it?",
    finding="seeded inside",
)
class MyNetwork(nn.Module):
    """The seed is set inside the class"""

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.second(self.first(x))


@misconception(
    "q5",
    "It computes the right thing, but which class of PyTorch does the question ask you to make "
    "the layers with?",
    finding="no nn.Linear",
)
class MyNetwork(nn.Module):
    """Weights and biases made one by one"""

    def __init__(self):
        super().__init__()
        self.w1, self.b1 = nn.Parameter(torch.randn(2, 3)), nn.Parameter(torch.randn(2))
        self.w2, self.b2 = nn.Parameter(torch.randn(5, 2)), nn.Parameter(torch.randn(5))

    def forward(self, x):
        return (x @ self.w1.T + self.b1) @ self.w2.T + self.b2


@misconception(
    "q5",
    "Make two networks and print the weights of both. Where do they get the same numbers from, "
    "and what does the question say about how layers begin?",
    finding="same weights every time",
)
class MyNetwork(nn.Module):
    """All weights begin at 0.1"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)
        for parameter in self.parameters():
            nn.init.constant_(parameter, 0.1)

    def forward(self, x):
        return self.second(self.first(x))


@misconception(
    "q5",
    "Your network is right, but its weights do not begin as PyTorch makes them. Does the question "
    "ask for another beginning?",
    finding="another initialisation",
)
class MyNetwork(nn.Module):
    """Draws the weights anew"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)
        nn.init.xavier_uniform_(self.first.weight)
        nn.init.xavier_uniform_(self.second.weight)

    def forward(self, x):
        return self.second(self.first(x))


@misconception(
    "q5",
    "Call one network twice with the same input. What makes the difference, and did the question "
    "ask for it?",
    finding="another output each time",
)
class MyNetwork(nn.Module):
    """Dropout between the layers"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        return self.second(self.drop(self.first(x)))


# ---------------------------------------------------------------- q6: my_network


@misconception(
    "q6",
    "my_network is the class itself, the plan of a network. What do you write to get a network "
    "built from it?",
    finding="a class",
    cell=True,
)
def no_brackets():
    """The brackets are missing: my_network is the class"""
    my_network = MyNetwork
    losses = []


@misconception(
    "q6",
    "my_network should be the network, not what it says about one input. Which of your lines gives "
    "it another meaning?",
    finding="not a module",
    cell=True,
)
def output_kept():
    """my_network is overwritten by its output"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    network = my_network
    for _ in range(300):
        my_network = network(x)
        loss = ((my_network - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())


@misconception(
    "q6",
    "It may say the right numbers, but it is another network than the one of question 5. What is "
    "my_network made from, and did MyNetwork pass its checks?",
    finding="wrong architecture",
    cell=True,
)
def another_network():
    """A single layer in place of MyNetwork"""
    my_network = nn.Linear(3, 5)
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())


@misconception(
    "q6",
    "The weights are still about where a new network has them. Which of the three moves changes "
    "them, does it run, and does the optimiser know these weights?",
    finding="not trained",
    cell=True,
)
def no_step():
    """The loop lacks optimizer.step()"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.zero_grad()
        losses.append(loss.item())


@misconception(
    "q6",
    "Look at the first numbers in losses: each is far larger than the one before, until there are "
    "no numbers any more. What sets the length of a step, and what its direction?",
    finding="diverged",
    cell=True,
)
def too_fast():
    """A learning rate that is far too large"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=1.0)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())


@misconception(
    "q6",
    "You are nearly there. When does your loop end, and is your loss the one that the question "
    "measures: the sum of the five squares?",
    finding="just short of the goal",
    cell=True,
)
def mean_in_place_of_sum():
    """Stops when the mean, not the sum, is small enough"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.002)
    losses = [1.0]
    while losses[-1] > 5e-4:
        loss = ((my_network(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(((my_network(x) - y) ** 2).mean().item())


@misconception(
    "q6",
    "Look at your loss curve: does it fall, and where does it end? It should go down smoothly: "
    "think of the three moves, of the length of the steps, and of the five numbers in y.",
    finding="far from the goal",
    cell=True,
)
def four_in_place_of_five():
    """Trains towards other numbers"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - torch.tensor([1.0, 2.0, 3.0, 3.0, 3.0])) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())


@misconception(
    "q6",
    "What is in losses: numbers, or something else that prints like one? How does the example take "
    "a number out of a loss?",
    finding="losses are no numbers",
    cell=True,
)
def tensors_kept():
    """losses holds tensors"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss)


@misconception(
    "q6",
    "How many steps does your training take, and how many numbers are in losses? Each step should "
    "leave its own loss there, from the first step on.",
    finding="not the losses of the training",
    cell=True,
)
def last_loss_only():
    """Only the last loss is kept"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    losses.append(loss.item())


@misconception(
    "q6",
    "How many steps does your training take, and how many numbers are in losses? Each step should "
    "leave its own loss there, from the first step on.",
    finding="not the losses of the training",
    cell=True,
)
def every_tenth_loss():
    """Only every tenth loss is kept"""
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
    losses = []
    for step in range(300):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if step % 10 == 0:
            losses.append(loss.item())


@misconception(
    "q6",
    "How many steps does your training take, and how many numbers are in losses? Each step should "
    "leave its own loss there, from the first step on.",
    finding="not the losses of the training",
    cell=True,
)
def without_training():
    """Weights and losses are written down, nothing is trained"""
    my_network = MyNetwork()
    with torch.no_grad():
        for parameter in my_network.parameters():
            parameter.zero_()
            if parameter.shape == y.shape:
                parameter.copy_(y)
    losses = [0.0] * 100


# ---------------------------------------------------------------- q7: GeneralNetwork


@misconception(
    "q7",
    "Some answers are right, and no training mends the others. Question 8 is about a network like "
    "this one: read it, and look at the sizes of your layers.",
    finding="too few numbers pass",
)
class GeneralNetwork(nn.Module):
    """Two numbers in the middle, as in MyNetwork"""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.second = nn.Linear(2, 5)

    def forward(self, x):
        return self.second(self.first(x))


@misconception(
    "q7",
    "Half of the numbers that are wanted are negative. Which of your answers are, and what does "
    "your forward end with?",
    finding="never negative",
)
class GeneralNetwork(nn.Module):
    """ReLU behind the last layer"""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x):
        return torch.relu(self.layer(x))


@misconception(
    "q7",
    "The answers should reach 22, and yours are all small. Which function at the end of your "
    "forward keeps them so?",
    finding="never beyond 1",
)
class GeneralNetwork(nn.Module):
    """Tanh behind the last layer"""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x):
        return torch.tanh(self.layer(x))


@misconception(
    "q7",
    "Your forward writes down the rule itself, and leaves the layers little to learn. All five "
    "answers should come out of layers.",
    finding="past the weights",
)
class GeneralNetwork(nn.Module):
    """Copies the inputs to the outputs"""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 2)

    def forward(self, x):
        return torch.cat([x, self.layer(x)], dim=1)


@misconception(
    "q7",
    "Training cannot change your layers, because the network does not list them: print "
    "list(GeneralNetwork().parameters()). How does the example of Part 5 keep its layer?",
    finding="no parameters",
)
class GeneralNetwork(nn.Module):
    """The layers are in a plain list"""

    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 5)]

    def forward(self, x):
        return self.layers[0](x)


@misconception(
    "q7",
    "How many numbers does your network give for a triple, and how many are wanted?",
)
class GeneralNetwork(nn.Module):
    """Three outputs"""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, x):
        return self.layer(x)


@misconception(
    "q7",
    "The network that you return has never been trained. Which weights does your optimiser know, "
    "and which of the three moves changes them?",
    finding="not trained",
)
def train_general(network=None):
    """The optimiser has the parameters of another network"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(GeneralNetwork().parameters(), lr=0.1)
    for _ in range(200):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network


@misconception(
    "q7",
    "It knows [1, 2, 3] and hardly anything else. Which examples does it get to see in training?",
    finding="one triple by heart",
)
def train_general(network=None):
    """Trains on one triple only"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    X = torch.tensor([[1.0, 2.0, 3.0]])
    Y = torch.tensor([[1.0, 2.0, 3.0, 4.0, 5.0]])
    for _ in range(300):
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network


@misconception(
    "q7",
    "At some step, numbers grew beyond all bounds. Print the first few losses: do they fall or "
    "rise? Triples have larger numbers than [1, 2, 3], and so have their gradients.",
    finding="diverged",
)
def train_general(network=None):
    """SGD with a learning rate that is too large for these numbers"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.5)
    for _ in range(200):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network


@misconception(
    "q7",
    "train_general has to hand back the network that it trained. What does it return?",
    finding="not a module",
)
def train_general(network=None):
    """Returns the losses"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    losses = []
    for _ in range(200):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses


@misconception(
    "q7",
    "You are nearly there. Draw the losses: are they still falling when your loop ends?",
    finding="just short of the goal",
)
def train_general(network=None):
    """Stops when the mean squared error is below 0.02"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    last = 1.0
    while last > 0.02:
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        last = loss.item()
    return network


@misconception(
    "q7",
    "One answer for all triples would be as good as yours. Does your loss fall at all? Look at the "
    "sign of what you go backward from, at the reset, and at the number of steps.",
    finding="no better than a constant",
)
def train_general(network=None):
    """Goes uphill: the loss has the wrong sign"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    for _ in range(200):
        X, Y = draw_triples()
        loss = -nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network


@misconception(
    "q7",
    "Draw the losses. If they still fall at the end, give them more time, or larger steps; if they "
    "jump up and down, look at the three moves and the learning rate.",
    finding="far from the goal",
)
def train_general(network=None):
    """Too few steps"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    for _ in range(50):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network


@misconception(
    "q7",
    "Ask a GeneralNetwork before you train it: where does it know the rule from?",
    finding="knows before training",
)
class GeneralNetwork(nn.Module):
    """Begins with the right weights"""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)
        with torch.no_grad():
            self.layer.weight.copy_(torch.eye(3)[[0, 1, 2, 2, 2]])
            self.layer.bias.copy_(torch.tensor([0.0, 0.0, 0.0, 1.0, 2.0]))

    def forward(self, x):
        return self.layer(x)


@misconception(
    "q7",
    "Part 8 gives your function a MyNetwork to train. Which network does it train then?",
    finding="given network ignored",
)
def train_general(network=None):
    """Trains a GeneralNetwork whatever it is given"""
    network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    for _ in range(200):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network


@misconception(
    "q7",
    "Part 8 gives your function another network than yours. Which names of your own network does "
    "the function use, and how does it get at the parameters of any network?",
    finding="only its own network",
)
def train_general(network=None):
    """Asks for an attribute that other networks do not have"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.layer.parameters(), lr=0.1)
    for _ in range(200):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network


@misconception(
    "q7",
    "It has learned, but from how many triples? Print the first row of X in each step.",
    finding="one batch",
)
def train_general(network=None):
    """One batch for all steps"""
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    X, Y = draw_triples()
    for _ in range(200):
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network


@misconception(
    "q7",
    "Print torch.rand(1) after two calls of your function. Why is it the same? A training that "
    "only works for one seed depends on luck all the same.",
    finding="seeded inside",
)
def train_general(network=None):
    """Sets a seed"""
    torch.manual_seed(0)
    if network is None:
        network = GeneralNetwork()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    for _ in range(200):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network


@misconception(
    "q7",
    "Ask your network about [0.3, 0.4, 0.5]. What happens to what comes out of the last layer?",
    finding="rounded",
)
class GeneralNetwork(nn.Module):
    """Rounds its answers"""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)

    def forward(self, x):
        y_hat = self.layer(x)
        return y_hat + (y_hat.round() - y_hat).detach()


@misconception(
    "q7",
    "Call train_general() twice. Are these two networks, or one? Each call should train a new one.",
    finding="the same network again",
)
def train_general(network=GeneralNetwork()):  # noqa: B008
    """A default that is made once, and trained in every call"""
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
    for _ in range(200):
        X, Y = draw_triples()
        loss = nn.functional.mse_loss(network(X), Y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return network
