"""What students get wrong in A0, q2 (backprop), recognised by what a check finds."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q2",
    "backprop is to look at x, Y and the weights, and to leave them alone. Does one of its lines "
    "take the step downhill already, or change something in place?",
    finding="changed in place",
)
def backprop():
    """Takes the step as well: the weights are changed inside"""
    edit(
        "z1 = x @ W1 + B1",
        "global W1, B1, W2, B2\nz1 = x @ W1 + B1",
    )
    edit(
        "B1_grad = z1_grad.sum(dim=0, keepdim=True)",
        "B1_grad = z1_grad.sum(dim=0, keepdim=True)\n"
        "W1 -= 0.01 * W1_grad\n"
        "B1 -= 0.01 * B1_grad\n"
        "W2 -= 0.01 * W2_grad\n"
        "B2 -= 0.01 * B2_grad",
    )


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
