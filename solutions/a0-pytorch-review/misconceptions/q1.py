"""What students get wrong in A0, q1 (forward), and what they read then."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q1",
    (
        "The shapes are right and so is everything up to z2. What does the last formula still do?",
        "A network's answer to a yes-or-no question lies between 0 and 1, and z2 may be any "
        "number. One function of the four formulas brings it there.",
        "Say z2 is 3: a yes, and a sure one. exp(-3) is about 0.05, so the answer would be 1 / "
        "1.05, about 0.95. Which line of yours makes such a 0.95 of a 3?",
    ),
)
def forward(x):
    """Returns z2, without the sigmoid"""
    h = torch.relu(x @ W1 + B1)
    return h @ W2 + B2


@misconception(
    "q1",
    (
        "Each row of your answers adds up to 1, as if the two questions excluded each other. "
        "They are separate yes-or-no questions: which function does the last formula use for "
        "that?",
        "Softmax shares out 1 among the answers, so that more of one is less of the other. Here"
        " both answers may be yes at once: each number goes through its function alone.",
        "Take two outputs of 2 and 2. Softmax makes 0.5 and 0.5 of them; as two separate "
        "questions, both get about 0.88.",
    ),
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
    "q1",
    (
        "Look at the second formula again: what happens between z1 and h? Your h can be negative.",
        "Without a function between the two layers, the network is one matrix product in "
        "disguise. The second formula keeps what is positive and cuts off the rest.",
        "Where z1 is (-3, 0.5, 2), h should be (0, 0.5, 2). What is yours?",
    ),
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


@misconception(
    "q1",
    (
        "Tick off the four parameters in your code: is each of them used?",
        "Every layer is a product and a shift. The shift has a number for each hidden unit, and"
        " it is added to each row.",
        "A unit with weights (1, 2) and bias 10 makes 1 * 3 + 2 * 4 + 10 = 21 of the input (3, "
        "4), and not 11.",
    ),
)
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
def forward():
    """Returns all four values, not only y_hat"""
    edit("torch.sigmoid(z2)", "z1, h, z2, torch.sigmoid(z2)")


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
