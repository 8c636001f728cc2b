"""What students get wrong in A0, q2 (backprop), recognised by what it computes."""

from autograder.checks import edit, misconception


@misconception(
    "q2",
    (
        "Squaring has a derivative with a factor: which one, and where should it turn up?",
        "The loss is a sum of squares, and the derivative of u ** 2 with respect to u is not u "
        "alone.",
        "Where the answer is 5 and 3 is wanted, the loss is 4. At 5.01 it is 4.0401: it has "
        "grown four times as fast as the answer, and 5 - 3 is only 2.",
    ),
)
def backprop():
    """y_hat_grad lacks the factor 2"""
    edit("2 * (y_hat - Y)", "y_hat - Y")


@misconception(
    "q2",
    (
        "Every gradient points downhill, and a gradient should point uphill. Follow the minus "
        "signs from the loss to z2_grad: if y_hat is above Y and grows, does the loss grow or "
        "shrink?",
        "A gradient says where the loss grows. Where an answer is too large, making it larger "
        "makes the loss larger: there the gradient is positive.",
        "The answer is 5, and 3 is wanted. At 6 the loss is 9, at 5 it is 4: upwards is where "
        "it grows, so the gradient at 5 is positive. Is yours?",
    ),
)
def backprop():
    """The sign is flipped: Y - y_hat"""
    edit("y_hat - Y", "Y - y_hat")


@misconception(
    "q2",
    (
        "Your gradients shrink as the batch grows. Is the loss of this question an average over"
        " the points, or a sum?",
        "Each point adds its own error to this loss, and nothing divides by how many there are."
        " The gradient of a sum is the sum of the gradients.",
        "Three points whose gradients are 2, 4 and 6 give 12 together. A result of 4 is that of"
        " the mean.",
    ),
)
def backprop():
    """The mean over the batch in place of the sum"""
    edit("2 * (y_hat - Y)", "2 * (y_hat - Y) / len(x)")


@misconception(
    "q2",
    "Look at the first step, from L to y_hat, and at the formula of the loss: it is a plain sum of "
    "squares. What do you divide by, and is the factor of the square's derivative there?",
)
def backprop():
    """The mean over all 2 N numbers in place of the sum"""
    edit("2 * (y_hat - Y)", "2 * (y_hat - Y) / Y.numel()")


@misconception(
    "q2",
    "Read your y_hat_grad aloud, operation by operation, as Python does it. Does the 2 multiply "
    "the whole difference?",
)
def backprop():
    """Brackets are missing: 2 * y_hat - Y"""
    edit("2 * (y_hat - Y)", "2 * y_hat - Y")


@misconception(
    "q2",
    "Your walk begins with the loss itself. What arrives at y_hat is the derivative of the loss: "
    "can yours ever be negative?",
)
def backprop():
    """y_hat_grad is the squared error, not its derivative"""
    edit("2 * (y_hat - Y)", "(y_hat - Y) ** 2")


@misconception(
    "q2",
    (
        "Between y_hat and z2 stands the sigmoid. What does your z2_grad take from it on the "
        "way back?",
        "The chain rule has a factor for each function that is passed on the way back. Between "
        "y_hat and z2 there is one, and its derivative can be written with its own value.",
        "Where the sigmoid says 0.8, its slope is 0.8 * 0.2 = 0.16. A gradient of 3 that "
        "arrives there goes on as 0.48.",
    ),
)
def backprop():
    """The derivative of the sigmoid is forgotten"""
    edit("y_hat_grad = 2 * (y_hat - Y)", "z2_grad = 2 * (y_hat - Y)")
    edit("z2_grad = y_hat_grad * y_hat * (1 - y_hat)", "")


@misconception(
    "q2",
    "Your z2_grad is y_hat - Y: the simple form that another loss, the cross-entropy, leads to. "
    "What does the squared error of this question give, step by step?",
)
def backprop():
    """z2_grad is y_hat - Y, as for the cross-entropy"""
    edit("y_hat_grad = 2 * (y_hat - Y)", "z2_grad = y_hat - Y")
    edit("z2_grad = y_hat_grad * y_hat * (1 - y_hat)", "")


@misconception(
    "q2",
    "The derivative of the sigmoid can be written with its own value. In your z2_grad, is it the "
    "value that goes into the sigmoid, or the one that comes out?",
)
def backprop():
    """The derivative of the sigmoid is written with z2 in place of y_hat"""
    edit("y_hat_grad * y_hat * (1 - y_hat)", "y_hat_grad * z2 * (1 - z2)")


@misconception(
    "q2",
    "In your z2_grad, a sigmoid is taken of y_hat, which is the result of a sigmoid already. What "
    "do you have to put into it to get y_hat?",
)
def backprop():
    """The derivative of the sigmoid is taken at y_hat in place of z2"""
    edit(
        "y_hat_grad * y_hat * (1 - y_hat)",
        "y_hat_grad * torch.sigmoid(y_hat) * (1 - torch.sigmoid(y_hat))",
    )


@misconception(
    "q2",
    "One minus the square belongs to tanh, as in the first example. Which function stands between "
    "z2 and y_hat here, and what is its derivative?",
)
def backprop():
    """The derivative of tanh in place of that of the sigmoid"""
    edit("y_hat_grad * y_hat * (1 - y_hat)", "y_hat_grad * (1 - y_hat**2)")


@misconception(
    "q2",
    "The derivative of the sigmoid is a product of two factors, y_hat and something else. How many "
    "of them are in your z2_grad?",
)
def backprop():
    """The derivative of the sigmoid lacks its factor y_hat"""
    edit("y_hat_grad * y_hat", "y_hat_grad")


@misconception(
    "q2",
    "The output layer is right. Which of the gradients of the output layer does h_grad start from: "
    "the one before the sigmoid, or the one after it?",
)
def backprop():
    """h_grad is made from y_hat_grad in place of z2_grad"""
    edit("z2_grad @ W2.T", "y_hat_grad @ W2.T")


@misconception(
    "q2",
    (
        "h_grad must have the shape of h, which is (N, 4), and z2_grad is (N, 2). Which shape "
        "does the other matrix need? Example 2 has the rule.",
        "On the way forward W2 turns 4 hidden units into 2 outputs. On the way back, gradients "
        "of 2 outputs become gradients of 4 hidden units: rows and columns change places.",
        "With a (3, 5) matrix on the way forward, gradients of shape (N, 5) come back through "
        "its (5, 3) transpose and have shape (N, 3).",
    ),
)
def backprop():
    """W2 is not transposed"""
    edit("z2_grad @ W2.T", "z2_grad @ W2")


@misconception(
    "q2",
    "The shape of your h_grad is right, but the weights in it sit in the wrong places. The tour of "
    "tensors compares view(3, 2) with the transpose: which of them do you need for W2?",
)
def backprop():
    """W2 is reshaped to (2, 4) in place of being transposed"""
    edit("z2_grad @ W2.T", "z2_grad @ W2.reshape(2, 4)")


@misconception(
    "q2",
    "On your way back from z2 to h you pass through one matrix of weights. Which one stood between "
    "them on the way forward?",
)
def backprop():
    """W1 in place of W2 on the way back"""
    edit("z2_grad @ W2.T", "z2_grad @ W1.T")


@misconception(
    "q2",
    (
        "The output layer is right. Some hidden units said 0 for a point, whatever their z1 "
        "was: how does your z1_grad treat those?",
        "Where z1 was negative, h was 0 and stayed 0 however z1 moved a little. What does not "
        "matter for h does not matter for the loss: no gradient passes there.",
        "z1 is (-3, 2) and the gradients that arrive at h are (7, 7). Behind the ReLU they are "
        "(0, 7).",
    ),
)
def backprop():
    """The slope of ReLU is forgotten: z1_grad is h_grad"""
    edit("h_grad = z2_grad @ W2.T", "z1_grad = z2_grad @ W2.T")
    edit("z1_grad = h_grad * (z1 > 0)", "")


@misconception(
    "q2",
    "Your z1_grad drops every negative gradient. What decides whether a gradient passes through "
    "ReLU: its own sign, or the sign of what went into ReLU?",
)
def backprop():
    """The mask of ReLU is taken from h_grad in place of z1"""
    edit("z1 > 0", "h_grad > 0")


@misconception(
    "q2",
    "Your z1_grad is larger where h is larger. Look at the picture of ReLU: does its slope grow "
    "with the input?",
)
def backprop():
    """h_grad is multiplied by h in place of the slope of ReLU"""
    edit("z1 > 0", "h")


@misconception(
    "q2",
    "From h back to z1 you multiply by z1 itself. The chain rule wants the slope of ReLU there: "
    "which two values can it have?",
)
def backprop():
    """h_grad is multiplied by z1 in place of the slope of ReLU"""
    edit("z1 > 0", "z1")


@misconception(
    "q2",
    "Your z1_grad uses the derivative of a sigmoid. Which function leads from z1 to h in this "
    "network?",
)
def backprop():
    """The derivative of the sigmoid is used for the hidden layer, too"""
    edit("h_grad * (z1 > 0)", "h_grad * h * (1 - h)")


@misconception(
    "q2",
    "Your z1_grad uses the derivative of tanh, as in the first example. Which function leads from "
    "z1 to h in this network, and what slopes does it have?",
)
def backprop():
    """The derivative of tanh in place of the slope of ReLU"""
    edit("z1 > 0", "1 - h**2")


@misconception(
    "q2",
    "The slopes on your way back assume a ReLU. Did your way forward go through one? Compare your "
    "forward values with those of question 1.",
)
def backprop():
    """The forward values lack the ReLU"""
    edit("torch.relu(z1)", "z1")


@misconception(
    "q2",
    "The walk back looks right, but it starts from the wrong place. Compare your forward values "
    "with those of question 1: how does z2 become y_hat?",
)
def backprop():
    """The forward values lack the sigmoid: y_hat is z2"""
    edit("torch.sigmoid(z2)", "z2")


@misconception(
    "q2",
    "The walk back looks right, but it starts from the wrong place. Compare your forward values "
    "with those of question 1, term by term: is every bias there?",
)
def backprop():
    """The forward values lack B1"""
    edit("x @ W1 + B1", "x @ W1")


@misconception(
    "q2",
    (
        "All four gradients are right. Compare the order of your return with the one in the "
        "docstring.",
        "The values are right and stand in the wrong places. The names in the docstring say "
        "what comes where.",
        "If a function is to return width and height, then `return height, width` is wrong "
        "though both numbers are right.",
    ),
)
def backprop():
    """The output layer is returned first"""
    edit("W1_grad, B1_grad, W2_grad, B2_grad", "W2_grad, B2_grad, W1_grad, B1_grad")


@misconception(
    "q2",
    (
        "The gradients of the weights are right. A bias takes part in every row of the batch: "
        "what does that make of the gradients of the rows, a sum or an average?",
        "The same bias is added to every row, so each row tells it something, and all of that "
        "adds up, as it does for the weights.",
        "Rows with the gradients 1, 2 and 6 give a bias the gradient 9. An average would make 3"
        " of them.",
    ),
)
def backprop():
    """The gradients of the biases are averaged over the batch"""
    edit("z2_grad.sum(dim=0, keepdim=True)", "z2_grad.mean(dim=0, keepdim=True)")
    edit("z1_grad.sum(dim=0, keepdim=True)", "z1_grad.mean(dim=0, keepdim=True)")


@misconception(
    "q2",
    "The gradients of the weights are right. Your gradients of the biases still have a row for "
    "each point: what becomes of those rows, when the bias has only one?",
)
def backprop():
    """The gradients of the biases are not summed over the batch"""
    edit("z2_grad.sum(dim=0, keepdim=True)", "z2_grad")
    edit("z1_grad.sum(dim=0, keepdim=True)", "z1_grad")


@misconception(
    "q2",
    "The gradients of the weights are right. Your sums for the biases leave one number for each "
    "point; which dimension should be left, and which one should go?",
)
def backprop():
    """The gradients of the biases are summed over the wrong dimension"""
    edit("z2_grad.sum(dim=0, keepdim=True)", "z2_grad.sum(dim=1, keepdim=True)")
    edit("z1_grad.sum(dim=0, keepdim=True)", "z1_grad.sum(dim=1, keepdim=True)")


@misconception(
    "q2",
    "Your gradients are those of the 20 points on the page, whatever batch comes in. Which of the "
    "names in your function is its argument, and which is a variable of the notebook?",
)
def backprop():
    """Reads the global X in place of its argument x"""
    edit("x @ W1", "X @ W1")
    edit("x.T @ z1_grad", "X.T @ z1_grad")
