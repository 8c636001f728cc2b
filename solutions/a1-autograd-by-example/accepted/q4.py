"""Unusual right solutions of A1, q4 (LegendrePolynomial3)."""

import torch

from autograder.checks import accepted, edit


@accepted("q4")
class LegendrePolynomial3:
    """Multiplied out, with powers as products"""

    edit("0.5 * (5 * x**3 - 3 * x)", "2.5 * x * x * x - 1.5 * x")
    edit("grad_output * 1.5 * (5 * x**2 - 1)", "(7.5 * x * x - 1.5) * grad_output")


@accepted("q4")
class LegendrePolynomial3(torch.autograd.Function):
    """The slope is worked out in forward, and saved"""

    @staticmethod
    def forward(ctx, x):
        square = x.pow(2)
        ctx.save_for_backward(square.mul(5).sub(1).mul(1.5))
        return x * (5 * square - 3) / 2

    @staticmethod
    def backward(ctx, grad_output):
        return ctx.saved_tensors[0].mul(grad_output)


@accepted("q4")
class LegendrePolynomial3(torch.autograd.Function):
    """forward and setup_context apart, as newer PyTorch allows"""

    @staticmethod
    def forward(x):
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def setup_context(ctx, inputs, output):  # noqa: ARG004
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (15 * x**2 - 3) / 2


@accepted("q4")
class LegendrePolynomial3(torch.autograd.Function):
    """The input is kept as an attribute of ctx; Horner's rule"""

    @staticmethod
    def forward(ctx, values):
        ctx.values = values.detach().clone()
        return 0.5 * values * (values * values * 5.0 - 3.0)

    @staticmethod
    def backward(ctx, upstream):
        slope = 1.5 * (5.0 * ctx.values**2 - 1.0)
        return torch.mul(upstream, slope)


@accepted("q4")
class LegendrePolynomial3(torch.autograd.Function):
    """Recursion of the Legendre polynomials: P2 gives P3 and its derivative"""

    @staticmethod
    def forward(ctx, x):
        second = (3 * x**2 - 1) / 2
        ctx.save_for_backward(x, second)
        return (5 * x * second - 2 * x) / 3

    @staticmethod
    def backward(ctx, grad_output):
        x, second = ctx.saved_tensors
        return grad_output * (3 * second + x * (3 * x))
