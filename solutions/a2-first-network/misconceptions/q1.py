"""What students get wrong in A2, q1 (tensors), and what they read then."""

import torch

from autograder.checks import edit, misconception


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
    edit("torch.tensor(2.5)", "torch.tensor([2.5])")


@misconception(
    "q1",
    "Print the shapes of your tensors, and count the levels of square brackets of each. One of "
    "them is a table where something simpler is asked for.",
    finding="another dimension",
    cell=True,
)
def row_vector():
    """The vector is a matrix of one row"""
    edit("[1.0, -2.0, 0.5]", "[[1.0, -2.0, 0.5]]")


@misconception(
    "q1",
    "Compare matrix with table in the examples: does each inner list stand for a row or a column?",
    finding="rows and columns exchanged",
    cell=True,
)
def columns_first():
    """The matrix is written column by column"""
    edit("[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]", "[[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]")


@misconception(
    "q1",
    "Print the dtype of each tensor: one of them holds whole numbers, which can have no gradient. "
    "What tells PyTorch that you mean decimal numbers?",
    finding="integers",
    cell=True,
)
def whole_numbers():
    """The matrix holds integers"""
    edit("[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]", "[[1, 2, 3], [4, 5, 6]]")


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
