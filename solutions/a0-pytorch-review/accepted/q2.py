"""Unusual right solutions of A0, q2 (backprop)."""

import torch

from autograder.checks import accepted, equivalent


@accepted("q2")
def backprop(x):
    """A list of gradients, those of the biases without the dimension of size 1"""
    z1 = x @ W1 + B1
    h = z1.clamp(min=0)
    y_hat = torch.sigmoid(h @ W2 + B2)
    z2_grad = 2 * (y_hat - Y) * y_hat * (1 - y_hat)
    z1_grad = z2_grad @ W2.T * (z1 > 0)
    return [x.T @ z1_grad, z1_grad.sum(0), h.T @ z2_grad, z2_grad.sum(0)]


@accepted("q2")
def backprop(x):
    """Outer products, summed example by example"""
    gradients = [torch.zeros_like(p) for p in (W1, B1, W2, B2)]
    for point, target in zip(x, Y, strict=True):
        z1 = point @ W1 + B1[0]
        h = torch.relu(z1)
        y_hat = torch.sigmoid(h @ W2 + B2[0])
        z2_grad = 2 * (y_hat - target) * y_hat * (1 - y_hat)
        z1_grad = (W2 @ z2_grad) * (z1 > 0)
        gradients[0] += torch.outer(point, z1_grad)
        gradients[1] += z1_grad
        gradients[2] += torch.outer(h, z2_grad)
        gradients[3] += z2_grad
    return tuple(gradients)


@accepted("q2")
def backprop(x):
    """Einstein sums throughout"""
    z1 = torch.einsum("ni,ij->nj", x, W1) + B1
    h = torch.relu(z1)
    y_hat = torch.sigmoid(torch.einsum("nj,jk->nk", h, W2) + B2)
    z2_grad = 2 * (y_hat - Y) * y_hat * (1 - y_hat)
    z1_grad = torch.einsum("nk,jk,nj->nj", z2_grad, W2, (z1 > 0).to(x.dtype))
    return (
        torch.einsum("ni,nj->ij", x, z1_grad),
        torch.einsum("nj->j", z1_grad),
        torch.einsum("nj,nk->jk", h, z2_grad),
        torch.einsum("nk->k", z2_grad),
    )


@accepted("q2")
def backprop(x):
    """The sigmoid's derivative from exp, the mask by where"""
    z1 = x @ W1 + B1
    h = torch.where(z1 > 0, z1, 0)
    z2 = h @ W2 + B2
    e = torch.exp(-z2)
    z2_grad = 2 * (1 / (1 + e) - Y) * e / (1 + e) ** 2
    h_grad = z2_grad @ W2.T
    z1_grad = torch.where(z1 > 0, h_grad, 0)
    W2_grad, B2_grad = h.T @ z2_grad, z2_grad.sum(dim=0, keepdim=True)
    W1_grad, B1_grad = x.T @ z1_grad, z1_grad.sum(dim=0, keepdim=True)
    return W1_grad, B1_grad, W2_grad, B2_grad


@accepted("q2")
def backprop(x):
    """The sign of h for the mask, y_hat - y_hat**2 for the sigmoid, powers for the loss"""
    h = torch.relu(x @ W1 + B1)
    y_hat = torch.sigmoid(h @ W2 + B2)
    z2_grad = torch.mul(y_hat - y_hat.pow(2), (y_hat - Y) + (y_hat - Y))
    z1_grad = h.sign() * torch.matmul(z2_grad, W2.t())
    return (
        torch.matmul(x.t(), z1_grad),
        torch.sum(z1_grad, 0, True),
        torch.matmul(h.t(), z2_grad),
        torch.sum(z2_grad, 0, True),
    )


@accepted("q2")
def backprop(x):
    """Helpers inside the function, and float64 whatever comes in"""

    def sigmoid(t):
        return 1 / (1 + torch.exp(-t))

    def slope_of_sigmoid(t):
        return sigmoid(t) * (1 - sigmoid(t))

    def layer(inputs, weight, bias):
        return inputs @ weight.double() + bias.double()

    x = x.double()
    z1 = layer(x, W1, B1)
    h = torch.relu(z1)
    z2 = layer(h, W2, B2)
    z2_grad = 2 * (sigmoid(z2) - Y.double()) * slope_of_sigmoid(z2)
    z1_grad = (z2_grad @ W2.double().T) * (z1 > 0).double()
    gradients = x.T @ z1_grad, z1_grad.sum(0, keepdim=True), h.T @ z2_grad, z2_grad.sum(0)
    return tuple(gradient.float() for gradient in gradients)


@accepted("q2")
def backprop(x):
    """A class of its own for the layers, with a backward written by hand"""

    class Layer:
        def __init__(self, weight, bias):
            self.weight, self.bias = weight, bias

        def __call__(self, inputs):
            self.inputs = inputs
            return inputs @ self.weight + self.bias

        def backward(self, grad):
            self.weight_grad = self.inputs.T @ grad
            self.bias_grad = grad.sum(dim=0, keepdim=True)
            return grad @ self.weight.T

    first, second = Layer(W1, B1), Layer(W2, B2)
    z1 = first(x)
    y_hat = torch.sigmoid(second(torch.relu(z1)))
    h_grad = second.backward(2 * (y_hat - Y) * y_hat * (1 - y_hat))
    first.backward(h_grad * (z1 > 0))
    return first.weight_grad, first.bias_grad, second.weight_grad, second.bias_grad


@accepted("q2")
def backprop(x):
    """Sums as products with a row of ones, products the other way round, and a double negative"""
    ones = torch.ones(1, len(x), dtype=x.dtype)
    h = torch.relu(x @ W1 + B1)
    y_hat = torch.sigmoid(h @ W2 + B2)
    z2_grad = -2 * (Y - y_hat) * y_hat * (1 - y_hat)
    z1_grad = (W2 @ z2_grad.T).T
    z1_grad[h == 0] = 0
    return x.T @ z1_grad, ones @ z1_grad, (z2_grad.T @ h).T, ones @ z2_grad


@accepted("q2")
def backprop(x):
    """NumPy inside, tensors outside"""
    import numpy as np

    w1, b1, w2, b2, y, inputs = (t.detach().numpy() for t in (W1, B1, W2, B2, Y, x))
    h = np.maximum(0, inputs @ w1 + b1)
    y_hat = 1 / (1 + np.exp(-(h @ w2 + b2)))
    z2_grad = 2 * (y_hat - y) * y_hat * (1 - y_hat)
    z1_grad = z2_grad @ w2.T * (h > 0)
    found = inputs.T @ z1_grad, z1_grad.sum(axis=0), h.T @ z2_grad, z2_grad.sum(axis=0)
    return tuple(torch.tensor(gradient) for gradient in found)


@accepted("q2")
def backprop(x):
    """Under no_grad, step by step in place on tensors of its own"""
    with torch.no_grad():
        z1 = x @ W1 + B1
        h = z1.clone().relu_()
        y_hat = (h @ W2 + B2).sigmoid_()
        grad = y_hat - Y
        grad *= 2
        grad *= y_hat
        grad *= 1 - y_hat
        W2_grad, B2_grad = h.T @ grad, grad.sum(dim=0, keepdim=True)
        grad = grad @ W2.T
        grad[z1 <= 0] = 0
        return x.T @ grad, grad.sum(dim=0, keepdim=True), W2_grad, B2_grad


equivalent(
    "q2",
    "z1_grad = h_grad * (z1 >= 0)",
    "differs only where z1 is exactly 0, where ReLU has no derivative and either slope will do",
)


equivalent(
    "q2",
    "B1_grad = z1_grad.sum(dim=0)",
    "the question takes a bias gradient of shape (4,) as well as (1, 4)",
)


equivalent(
    "q2",
    "B2_grad = z2_grad.sum(dim=0)",
    "the question takes a bias gradient of shape (2,) as well as (1, 2)",
)
