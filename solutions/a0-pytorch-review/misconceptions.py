"""Wrong solutions of A0 that students write: the question each one loses, and what they read then.

Names of the notebook (W1, Y, ToyModel, ...) are there; everything else stands in each definition.
"""

import torch
from torch import nn

from autograder.checks import misconception

# ---------------------------------------------------------------- q1: forward


@misconception(
    "q1", "The shapes are right and so is everything up to z2. What does the last formula still do?"
)
def forward(x):
    """Returns z2, without the sigmoid"""
    h = torch.relu(x @ W1 + B1)
    return h @ W2 + B2


@misconception(
    "q1",
    "Each row of your answers adds up to 1, as if the two questions excluded each other. They are "
    "separate yes-or-no questions: which function does the last formula use for that?",
)
def forward(x):
    """Softmax in place of the sigmoid"""
    h = torch.relu(x @ W1 + B1)
    return torch.softmax(h @ W2 + B2, dim=1)


@misconception(
    "q1", "Count the activation functions in the four formulas, and then those in your code."
)
def forward(x):
    """The sigmoid is applied twice"""
    h = torch.relu(x @ W1 + B1)
    return torch.sigmoid(torch.sigmoid(h @ W2 + B2))


@misconception(
    "q1", "Look at the second formula again: what happens between z1 and h? Your h can be negative."
)
def forward(x):
    """No ReLU: h is z1"""
    z1 = x @ W1 + B1
    return torch.sigmoid(z1 @ W2 + B2)


@misconception(
    "q1",
    "None of your answers is ever below one half, so the network can never say no. What happens to "
    "a negative z2 on its way to y_hat?",
)
def forward(x):
    """ReLU on z2, before the sigmoid"""
    h = torch.relu(x @ W1 + B1)
    return torch.sigmoid(torch.relu(h @ W2 + B2))


@misconception(
    "q1", "The two layers do not end in the same function: compare the second and the last formula."
)
def forward(x):
    """ReLU in place of the sigmoid"""
    h = torch.relu(x @ W1 + B1)
    return torch.relu(h @ W2 + B2)


@misconception(
    "q1",
    "The last step is right. Is the function between z1 and h the one that the formulas ask for?",
)
def forward(x):
    """Sigmoid on the hidden layer, too"""
    h = torch.sigmoid(x @ W1 + B1)
    return torch.sigmoid(h @ W2 + B2)


@misconception(
    "q1", "Your hidden units go down to -1, and those of the formulas do not. Which function is h?"
)
def forward(x):
    """Tanh on the hidden layer"""
    h = torch.tanh(x @ W1 + B1)
    return torch.sigmoid(h @ W2 + B2)


@misconception(
    "q1",
    "Try your line for h on the numbers -1, 0 and 1, and hold it against the picture of ReLU: "
    "which half should it keep?",
)
def forward(x):
    """The minimum of 0 and z1 in place of the maximum"""
    h = (x @ W1 + B1).clamp(max=0)
    return torch.sigmoid(h @ W2 + B2)


@misconception("q1", "Tick off the four parameters in your code: is each of them used?")
def forward(x):
    """B1 is forgotten"""
    h = torch.relu(x @ W1)
    return torch.sigmoid(h @ W2 + B2)


@misconception("q1", "The hidden layer is right. What does the formula for z2 add at its end?")
def forward(x):
    """B2 is forgotten"""
    h = torch.relu(x @ W1 + B1)
    return torch.sigmoid(h @ W2)


@misconception(
    "q1", "All the pieces are there. In which order do B1 and ReLU come in the first two formulas?"
)
def forward(x):
    """B1 is added after the ReLU"""
    h = torch.relu(x @ W1) + B1
    return torch.sigmoid(h @ W2 + B2)


@misconception(
    "q1",
    "Some of your answers can leave the range from 0 to 1. The sigmoid comes last in the formulas: "
    "what comes after it in your code?",
)
def forward(x):
    """B2 is added after the sigmoid"""
    h = torch.relu(x @ W1 + B1)
    return torch.sigmoid(h @ W2) + B2


@misconception(
    "q1",
    "Where the right answer is 0.9, yours is 0.1. Try your sigmoid on a large positive number: "
    "should the result be near 0 or near 1?",
)
def forward(x):
    """The sigmoid is mirrored: exp(z) in place of exp(-z)"""
    h = torch.relu(x @ W1 + B1)
    return 1 / (1 + torch.exp(h @ W2 + B2))


@misconception(
    "q1", "What does Python do first in your sigmoid, the sum or the division? Try it on a 0."
)
def forward(x):
    """The sigmoid lacks its brackets: 1 / 1 + exp(-z)"""
    h = torch.relu(x @ W1 + B1)
    return 1 / 1 + torch.exp(-(h @ W2 + B2))


@misconception(
    "q1",
    "A network answers how sure it is, say 0.7; training lives on such shades. Which step of yours "
    "throws them away?",
)
def forward(x):
    """The answers are rounded to 0 and 1"""
    h = torch.relu(x @ W1 + B1)
    return torch.sigmoid(h @ W2 + B2).round()


@misconception(
    "q1",
    "The values are right. Ask your function about a single point, X[:1], and look at the shape of "
    "the result: which step removes a dimension?",
)
def forward(x):
    """Squeezes a batch of one point to a vector"""
    h = torch.relu(x @ W1 + B1)
    return torch.sigmoid(h @ W2 + B2).squeeze()


@misconception(
    "q1",
    "The page happens to have 20 points, but a batch may have any number of them. Where does your "
    "code rely on 20?",
)
def forward(x):
    """Goes through 20 rows, however many there are"""
    rows = []
    for i in range(20):
        h = torch.relu(x[i] @ W1 + B1[0])
        rows.append(torch.sigmoid(h @ W2 + B2[0]))
    return torch.stack(rows)


@misconception(
    "q1",
    "Call your function with two different batches and compare. Which of the names in it is the "
    "argument, and which is a variable of the notebook?",
)
def forward(x):
    """Reads the global X in place of its argument x"""
    h = torch.relu(X @ W1 + B1)
    return torch.sigmoid(h @ W2 + B2)


@misconception(
    "q1",
    "Your answers do not change when the weights do. The weights are already there as variables of "
    "the notebook: does your function use those, or make its own?",
)
def forward(x):
    """Draws the starting weights again inside, instead of using the global ones"""
    torch.manual_seed(0)
    generate_data(20)
    W1 = torch.randn(3, 4) * 0.2
    B1 = torch.randn(1, 4) * 0.2
    W2 = torch.randn(4, 2) * 0.2
    B2 = torch.randn(1, 2) * 0.2
    h = torch.relu(x @ W1 + B1)
    return torch.sigmoid(h @ W2 + B2)


@misconception(
    "q1",
    "Matrix products mind the order: the inner sizes must agree. Write the two shapes of your "
    "first product side by side, in the order in which they stand.",
)
def forward(x):
    """The products are the wrong way round: W1 @ x"""
    h = torch.relu(W1 @ x + B1)
    return torch.sigmoid(W2 @ h + B2)


@misconception(
    "q1",
    "Your first line puts x, which has 3 columns, together with something of 4 columns, element by "
    "element. Which kind of product does the formula of z1 mean, and what comes only after it?",
)
def forward(x):
    """Element-wise products in place of matrix products"""
    h = torch.relu(x * W1 + B1)
    return torch.sigmoid(h * W2 + B2)


@misconception(
    "q1", "forward should hand back one tensor, the answers. What else does your return pass on?"
)
def forward(x):
    """Returns all four values, not only y_hat"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    return z1, h, z2, torch.sigmoid(z2)


@misconception(
    "q1", "Look at the formulas of z1 and z2 again. What do both of them add at their end?"
)
def forward(x):
    """Both biases are forgotten"""
    return torch.sigmoid(torch.relu(x @ W1) @ W2)


@misconception(
    "q1",
    "None of your hidden units is ever above 1. Try your line for h on the number 5: what does "
    "ReLU make of it?",
)
def forward(x):
    """The hidden units are cut off at 1"""
    h = (x @ W1 + B1).clamp(0, 1)
    return torch.sigmoid(h @ W2 + B2)


@misconception(
    "q1",
    "Try your line for h on a negative number. A little of it comes through: does ReLU let any "
    "of it pass?",
)
def forward(x):
    """Leaky ReLU in place of ReLU"""
    h = nn.functional.leaky_relu(x @ W1 + B1)
    return torch.sigmoid(h @ W2 + B2)


@misconception("q1", "Try your line for h on the numbers -2 and 2. What should ReLU make of each?")
def forward(x):
    """The absolute value in place of ReLU"""
    h = (x @ W1 + B1).abs()
    return torch.sigmoid(h @ W2 + B2)


@misconception(
    "q1",
    "forward is to look at x and the weights, and to leave them alone. Which of its lines writes "
    "into one of them?",
    finding="changed in place",
)
def forward(x):
    """x becomes a matrix of columns, in place"""
    h = torch.relu(W1.T @ x.t_() + B1.T)
    return torch.sigmoid(W2.T @ h + B2.T).T


# ---------------------------------------------------------------- q2: backprop


@misconception(
    "q2", "Squaring has a derivative with a factor: which one, and where should it turn up?"
)
def backprop(x):
    """y_hat_grad lacks the factor 2"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = y_hat - Y
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Every gradient points downhill, and a gradient should point uphill. Follow the minus signs "
    "from the loss to z2_grad: if y_hat is above Y and grows, does the loss grow or shrink?",
)
def backprop(x):
    """The sign is flipped: Y - y_hat"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (Y - y_hat)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Your gradients shrink as the batch grows. Is the loss of this question an average over the "
    "points, or a sum?",
)
def backprop(x):
    """The mean over the batch in place of the sum"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y) / len(x)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Look at the first step, from L to y_hat, and at the formula of the loss: it is a plain sum of "
    "squares. What do you divide by, and is the factor of the square's derivative there?",
)
def backprop(x):
    """The mean over all 2 N numbers in place of the sum"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y) / Y.numel()
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Read your y_hat_grad aloud, operation by operation, as Python does it. Does the 2 multiply "
    "the whole difference?",
)
def backprop(x):
    """Brackets are missing: 2 * y_hat - Y"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * y_hat - Y
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Your walk begins with the loss itself. What arrives at y_hat is the derivative of the loss: "
    "can yours ever be negative?",
)
def backprop(x):
    """y_hat_grad is the squared error, not its derivative"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = (y_hat - Y) ** 2
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Between y_hat and z2 stands the sigmoid. What does your z2_grad take from it on the way back?",
)
def backprop(x):
    """The derivative of the sigmoid is forgotten"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    z2_grad = 2 * (y_hat - Y)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Your z2_grad is y_hat - Y: the simple form that another loss, the cross-entropy, leads to. "
    "What does the squared error of this question give, step by step?",
)
def backprop(x):
    """z2_grad is y_hat - Y, as for the cross-entropy"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    z2_grad = y_hat - Y
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "The derivative of the sigmoid can be written with its own value. In your z2_grad, is it the "
    "value that goes into the sigmoid, or the one that comes out?",
)
def backprop(x):
    """The derivative of the sigmoid is written with z2 in place of y_hat"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * z2 * (1 - z2)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "In your z2_grad, a sigmoid is taken of y_hat, which is the result of a sigmoid already. What "
    "do you have to put into it to get y_hat?",
)
def backprop(x):
    """The derivative of the sigmoid is taken at y_hat in place of z2"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * torch.sigmoid(y_hat) * (1 - torch.sigmoid(y_hat))
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "One minus the square belongs to tanh, as in the first example. Which function stands between "
    "z2 and y_hat here, and what is its derivative?",
)
def backprop(x):
    """The derivative of tanh in place of that of the sigmoid"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * (1 - y_hat**2)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "The derivative of the sigmoid is a product of two factors, y_hat and something else. How many "
    "of them are in your z2_grad?",
)
def backprop(x):
    """The derivative of the sigmoid lacks its factor y_hat"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "The output layer is right. Which of the gradients of the output layer does h_grad start from: "
    "the one before the sigmoid, or the one after it?",
)
def backprop(x):
    """h_grad is made from y_hat_grad in place of z2_grad"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = y_hat_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "h_grad must have the shape of h, which is (N, 4), and z2_grad is (N, 2). Which shape does the "
    "other matrix need? Example 2 has the rule.",
)
def backprop(x):
    """W2 is not transposed"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "The shape of your h_grad is right, but the weights in it sit in the wrong places. The tour of "
    "tensors compares view(3, 2) with the transpose: which of them do you need for W2?",
)
def backprop(x):
    """W2 is reshaped to (2, 4) in place of being transposed"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.reshape(2, 4)
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "On your way back from z2 to h you pass through one matrix of weights. Which one stood between "
    "them on the way forward?",
)
def backprop(x):
    """W1 in place of W2 on the way back"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W1.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "The output layer is right. Some hidden units said 0 for a point, whatever their z1 was: how "
    "does your z1_grad treat those?",
)
def backprop(x):
    """The slope of ReLU is forgotten: z1_grad is h_grad"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    z1_grad = z2_grad @ W2.T

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Your z1_grad drops every negative gradient. What decides whether a gradient passes through "
    "ReLU: its own sign, or the sign of what went into ReLU?",
)
def backprop(x):
    """The mask of ReLU is taken from h_grad in place of z1"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (h_grad > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Your z1_grad is larger where h is larger. Look at the picture of ReLU: does its slope grow "
    "with the input?",
)
def backprop(x):
    """h_grad is multiplied by h in place of the slope of ReLU"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * h

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "From h back to z1 you multiply by z1 itself. The chain rule wants the slope of ReLU there: "
    "which two values can it have?",
)
def backprop(x):
    """h_grad is multiplied by z1 in place of the slope of ReLU"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * z1

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Your z1_grad uses the derivative of a sigmoid. Which function leads from z1 to h in this "
    "network?",
)
def backprop(x):
    """The derivative of the sigmoid is used for the hidden layer, too"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * h * (1 - h)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Your z1_grad uses the derivative of tanh, as in the first example. Which function leads from "
    "z1 to h in this network, and what slopes does it have?",
)
def backprop(x):
    """The derivative of tanh in place of the slope of ReLU"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (1 - h**2)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "The slopes on your way back assume a ReLU. Did your way forward go through one? Compare your "
    "forward values with those of question 1.",
)
def backprop(x):
    """The forward values lack the ReLU"""
    z1 = x @ W1 + B1
    h = z1
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "The walk back looks right, but it starts from the wrong place. Compare your forward values "
    "with those of question 1: how does z2 become y_hat?",
)
def backprop(x):
    """The forward values lack the sigmoid: y_hat is z2"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = z2

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "The walk back looks right, but it starts from the wrong place. Compare your forward values "
    "with those of question 1, term by term: is every bias there?",
)
def backprop(x):
    """The forward values lack B1"""
    z1 = x @ W1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "All four gradients are right. Compare the order of your return with the one in the docstring.",
)
def backprop(x):
    """The output layer is returned first"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W2_grad, B2_grad, W1_grad, B1_grad


@misconception(
    "q2",
    "The gradients of the weights are right. A bias takes part in every row of the batch: what "
    "does that make of the gradients of the rows, a sum or an average?",
)
def backprop(x):
    """The gradients of the biases are averaged over the batch"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.mean(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.mean(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "The gradients of the weights are right. Your gradients of the biases still have a row for "
    "each point: what becomes of those rows, when the bias has only one?",
)
def backprop(x):
    """The gradients of the biases are not summed over the batch"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "The gradients of the weights are right. Your sums for the biases leave one number for each "
    "point; which dimension should be left, and which one should go?",
)
def backprop(x):
    """The gradients of the biases are summed over the wrong dimension"""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=1, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=1, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "Your gradients are those of the 20 points on the page, whatever batch comes in. Which of the "
    "names in your function is its argument, and which is a variable of the notebook?",
)
def backprop(x):
    """Reads the global X in place of its argument x"""
    z1 = X @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = X.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "backprop is to look at x, Y and the weights, and to leave them alone. Does one of its lines "
    "take the step downhill already, or change something in place?",
    finding="changed in place",
)
def backprop(x):
    """Takes the step as well: the weights are changed inside"""
    global W1, B1, W2, B2
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)

    y_hat_grad = 2 * (y_hat - Y)
    z2_grad = y_hat_grad * y_hat * (1 - y_hat)
    h_grad = z2_grad @ W2.T
    z1_grad = h_grad * (z1 > 0)

    W2_grad = h.T @ z2_grad
    B2_grad = z2_grad.sum(dim=0, keepdim=True)
    W1_grad = x.T @ z1_grad
    B1_grad = z1_grad.sum(dim=0, keepdim=True)

    W1 -= 0.01 * W1_grad
    B1 -= 0.01 * B1_grad
    W2 -= 0.01 * W2_grad
    B2 -= 0.01 * B2_grad
    return W1_grad, B1_grad, W2_grad, B2_grad


@misconception(
    "q2",
    "PyTorch found these gradients for you; in this question you are to be the one who finds them. "
    "Keep autograd for checking your result, outside the function.",
    finding="autograd",
)
def backprop(x):
    """Lets autograd find the gradients"""
    parameters = [p.clone().requires_grad_() for p in (W1, B1, W2, B2)]
    w1, b1, w2, b2 = parameters
    y_hat = torch.sigmoid(torch.relu(x @ w1 + b1) @ w2 + b2)
    ((y_hat - Y) ** 2).sum().backward()
    return tuple(p.grad for p in parameters)


@misconception(
    "q2",
    "Nudging the weights is a fine check of a gradient, outside the function. Inside, the walk "
    "from the loss back to each weight is wanted: which derivative belongs to its first step?",
    finding="finite differences",
)
def backprop(x):
    """Nudges each weight in place of using the chain rule"""

    def loss(w1, b1, w2, b2):
        y_hat = torch.sigmoid(torch.relu(x @ w1 + b1) @ w2 + b2)
        return ((y_hat - Y) ** 2).sum()

    parameters = [W1.double(), B1.double(), W2.double(), B2.double()]
    x = x.double()
    gradients = []
    for place, parameter in enumerate(parameters):
        gradient = torch.zeros_like(parameter)
        for i in range(parameter.numel()):
            nudged = parameter.clone()
            nudged.view(-1)[i] += 1e-6
            up = loss(*parameters[:place], nudged, *parameters[place + 1 :])
            nudged.view(-1)[i] -= 2e-6
            down = loss(*parameters[:place], nudged, *parameters[place + 1 :])
            gradient.view(-1)[i] = (up - down) / 2e-6
        gradients.append(gradient.float())
    return tuple(gradients)


# ---------------------------------------------------------------- q4: ToyModel


@misconception(
    "q4",
    "Compare your forward with the last of the four formulas: what comes after the last layer?",
)
class ToyModel(nn.Module):
    """The sigmoid at the end is missing"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))


@misconception(
    "q4",
    "Two linear layers in a row can do no more than one. What stands between them in the formulas?",
)
class ToyModel(nn.Module):
    """The ReLU between the layers is missing"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(self.hidden(x)))


@misconception(
    "q4",
    "Your two answers always add up to 1, but both may be yes at once. Which function do the "
    "formulas use for two separate questions?",
)
class ToyModel(nn.Module):
    """Softmax in place of the sigmoid"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.softmax(self.output(torch.relu(self.hidden(x))), dim=1)


@misconception(
    "q4",
    "None of the answers is ever below one half. What happens to a negative z2 before it reaches "
    "the sigmoid?",
)
class ToyModel(nn.Module):
    """ReLU after the last layer, before the sigmoid"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.hidden(x))
        return torch.sigmoid(torch.relu(self.output(h)))


@misconception(
    "q4", "The layers are right, and so is the end. Which function do the formulas have for h?"
)
class ToyModel(nn.Module):
    """Sigmoid on the hidden layer, too"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.sigmoid(self.hidden(x))))


@misconception(
    "q4",
    "Your hidden units can be negative, down to -1, as in the example Mixer. Which function do the "
    "formulas of this network have for h?",
)
class ToyModel(nn.Module):
    """Tanh on the hidden layer, as in the example"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.tanh(self.hidden(x))))


@misconception(
    "q4",
    "Make two models one after the other, and print a weight of each. Why are they twins, and whom "
    "do they take the choice of a seed from?",
)
class ToyModel(nn.Module):
    """The seed is set inside the class"""

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "If all hidden units start from the same numbers, how could they ever come to differ? Look at "
    "what you do to the weights after nn.Linear has chosen them.",
)
class ToyModel(nn.Module):
    """All weights are set to 0 at the start"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "The network has 26 parameters: count yours. What became of B1 and B2 in your linear layers?",
)
class ToyModel(nn.Module):
    """The layers have no bias"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4, bias=False)
        self.output = nn.Linear(4, 2, bias=False)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "More hidden units would learn more easily, but this network is a small one. How many does the "
    "table of names and shapes give h?",
)
class ToyModel(nn.Module):
    """A hidden layer of 16 units"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 16)
        self.output = nn.Linear(16, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4", "Count the arrows from x to z2 in the formulas that have weights, and then your layers."
)
class ToyModel(nn.Module):
    """A second hidden layer"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.second = nn.Linear(4, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.second(torch.relu(self.hidden(x))))
        return torch.sigmoid(self.output(h))


@misconception(
    "q4",
    "Your model computes, but ask it for list(ToyModel().parameters()). What does a module need to "
    "notice that a layer belongs to it?",
)
class ToyModel(nn.Module):
    """The layers are in a plain list"""

    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 4), nn.Linear(4, 2)]

    def forward(self, x):
        return torch.sigmoid(self.layers[1](torch.relu(self.layers[0](x))))


@misconception(
    "q4",
    "Call one model twice with the same x, and compare. In which of your two methods are the "
    "layers made, and how often does each of them run?",
)
class ToyModel(nn.Module):
    """The layers are made anew in forward"""

    def forward(self, x):
        hidden = nn.Linear(3, 4)
        output = nn.Linear(4, 2)
        return torch.sigmoid(output(torch.relu(hidden(x))))


@misconception(
    "q4",
    "Read the example Mixer again: which of the two sizes does nn.Linear want first? (How it "
    "stores its weight is another matter.)",
)
class ToyModel(nn.Module):
    """The sizes of the layers are swapped"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 3)
        self.output = nn.Linear(2, 4)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "The answers are right, but they are cut off from the record that autograd keeps. Which of "
    "your lines does that? Without the record, nothing can be trained.",
)
class ToyModel(nn.Module):
    """No gradients: the forward pass runs under no_grad"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        with torch.no_grad():
            return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "One of the layers gets no gradient: somewhere between the two, the record that autograd keeps "
    "is cut. What do you do to h on its way?",
)
class ToyModel(nn.Module):
    """The hidden layer gets no gradient: h is detached"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.hidden(x)).detach()
        return torch.sigmoid(self.output(h))


@misconception(
    "q4",
    "Ask your model about a single point, X[:1]: how many answers come back? Look for the x that "
    "your forward is given.",
)
class ToyModel(nn.Module):
    """forward reads the global X in place of its argument"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(X))))


@misconception(
    "q4",
    "Rounded answers have slope 0 everywhere, and leave nothing to learn from. Which step of your "
    "forward is not in the formulas?",
)
class ToyModel(nn.Module):
    """The answers are rounded to 0 and 1"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x)))).round()


@misconception(
    "q4",
    "The values are right. Ask your model about a single point, X[:1], and look at the shape of "
    "the result: which step removes a dimension?",
)
class ToyModel(nn.Module):
    """Squeezes a batch of one point to a vector"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x)))).squeeze()


@misconception(
    "q4",
    "A module has to be set up before it can hold layers. What comes first in the __init__ of the "
    "example Mixer?",
)
class ToyModel(nn.Module):
    """super().__init__() is forgotten"""

    def __init__(self):
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception("q4", "Your forward works out the answers and then keeps them to itself.")
class ToyModel(nn.Module):
    """forward has no return"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.hidden(x))
        y_hat = torch.sigmoid(self.output(h))


@misconception(
    "q4",
    "This model uses the weights of the notebook and has none of its own, so that an optimiser "
    "would find nothing to change. Where do the weights of the example Mixer live?",
)
class ToyModel(nn.Module):
    """Uses the global W1, B1, W2, B2 in place of layers"""

    def forward(self, x):
        return torch.sigmoid(torch.relu(x @ W1 + B1) @ W2 + B2)


@misconception(
    "q4",
    "Make two models, and print a weight of each: they are the same. Where are your layers made, "
    "and how often does that line run?",
)
class ToyModel(nn.Module):
    """All models begin as copies of one pair of layers"""

    pair = nn.ModuleList([nn.Linear(3, 4), nn.Linear(4, 2)])

    def __init__(self):
        import copy

        super().__init__()
        self.hidden, self.output = copy.deepcopy(self.pair)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "nn.Linear has chosen good starting weights already, and the question leaves them alone. What "
    "does your __init__ do to them after that?",
    finding="other initialisation",
)
class ToyModel(nn.Module):
    """The weights are drawn anew, from a normal distribution"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)
        for parameter in self.parameters():
            nn.init.normal_(parameter, std=0.2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


@misconception(
    "q4",
    "Parameters of your own would work, but the question names a kind of layer that brings them "
    "along, with good starting weights. Which one does the example Mixer use?",
    finding="no linear layers",
)
class ToyModel(nn.Module):
    """Parameters of its own in place of nn.Linear"""

    def __init__(self):
        super().__init__()
        self.A1, self.b1 = nn.Parameter(torch.randn(4, 3)), nn.Parameter(torch.randn(4))
        self.A2, self.b2 = nn.Parameter(torch.randn(2, 4)), nn.Parameter(torch.randn(2))

    def forward(self, x):
        h = torch.relu(x @ self.A1.T + self.b1)
        return torch.sigmoid(h @ self.A2.T + self.b2)


@misconception(
    "q4",
    "Ask a new model twice about the same point. Is there a layer in it, such as dropout, that "
    "the formulas do not have?",
    finding="random in training mode",
)
class ToyModel(nn.Module):
    """Dropout between the layers"""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.dropout = nn.Dropout(0.1)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(self.dropout(torch.relu(self.hidden(x)))))


# ---------------------------------------------------------------- q5: model


@misconception(
    "q5",
    "model is the class itself, the plan of a network. What do you write to get a network built "
    "from it?",
    finding="a class",
    cell=True,
)
def no_brackets():
    """The brackets are missing: model is the class"""
    model = ToyModel
    losses = []


@misconception(
    "q5",
    "Your weights belong to another network than the one of the formulas. Is model a ToyModel(), "
    "and did ToyModel pass the checks of question 4?",
    finding="wrong architecture",
    cell=True,
)
def another_network():
    """A wider network in place of ToyModel"""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 2), nn.Sigmoid())
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(300):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@misconception(
    "q5",
    "The weights of your model are still about where a new one has them. Which of the five lines "
    "of a training loop changes weights, does it run, and does it know these weights?",
    finding="not trained",
    cell=True,
)
def no_step():
    """The loop lacks optimizer.step()"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(300):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())


@misconception(
    "q5",
    "Once a weight is no longer a number, nothing is. Find the first such loss in losses: what can "
    "have happened in the step before, a step too far, or a logarithm, root or quotient of 0?",
    finding="diverged",
    cell=True,
)
def logarithm_of_zero():
    """A cross-entropy by hand, with a learning rate so large that it takes the log of 0"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=1.0)
    losses = []
    for _ in range(500):
        y_hat = model(X)
        loss = -(Y * torch.log(y_hat) + (1 - Y) * torch.log(1 - y_hat)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@misconception(
    "q5",
    "Your model fits some points well, but not the 20 points of Part 2. Where in your notebook are "
    "X and Y made a second time? A restart brings the original ones back.",
    finding="other data",
    cell=True,
)
def drawn_again():
    """X and Y are drawn again before training"""
    for seed in range(20):
        torch.manual_seed(seed)
        X, Y = generate_data(20)
        model = ToyModel()
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        losses = []
        for _ in range(300):
            loss = ((model(X) - Y) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        if seed > 0 and losses[-1] < 0.003:
            break


@misconception(
    "q5",
    "Whatever the point, your model says the same. Look at the first numbers in losses: does the "
    "loss come down gently, or is it thrown somewhere? What sets size and direction of a step?",
    finding="same answer for every input",
    cell=True,
)
def far_too_large():
    """A learning rate that is far too large"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.SGD(model.parameters(), lr=1000.0)
    losses = []
    for _ in range(300):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@misconception(
    "q5",
    "Answering every point alike would do better than your model. Does your loss curve go down or "
    "up? Look at what exactly backward() starts from, and at what happens to old gradients.",
    finding="no better than a constant",
    cell=True,
)
def uphill():
    """The loss has the wrong sign, so that training goes uphill"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(300):
        loss = -((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@misconception(
    "q5",
    "You are nearly there. When does your loop end, and what would the curve do after that?",
    finding="just short of the goal",
    cell=True,
)
def stops_early():
    """The loop stops as soon as the loss is below 0.02"""
    torch.manual_seed(11)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    losses = []
    for _ in range(2000):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if losses[-1] < 0.02:
            break


@misconception(
    "q5",
    "Look at your loss curve. If it is still falling at its end, what would speed it up? If it is "
    "flat, where else could it start from?",
    finding="far from the goal",
    cell=True,
)
def too_slow():
    """Plain gradient descent with a small learning rate and few steps"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(1000):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())


@misconception(
    "q5",
    "Compare the line that fills losses with its twin in the example of the fitted line: what "
    "turns a loss into a plain number there, before it is appended?",
    finding="loss returned as a tensor",
    cell=True,
)
def losses_as_tensors():
    """The losses are kept as tensors"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(400):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)


@misconception(
    "q5",
    "How many numbers are in losses, and how many steps did your training take? Look at where the "
    "line stands that appends to losses, and whether each step comes by.",
    finding="another number of losses",
    cell=True,
)
def every_tenth_loss():
    """Only every tenth loss is kept"""
    torch.manual_seed(7)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for step in range(400):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 10 == 0:
            losses.append(loss.item())
