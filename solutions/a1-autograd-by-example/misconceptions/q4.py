"""What students get wrong in A1, q4 (LegendrePolynomial3), and what they read then."""

import torch
from torch import nn

from autograder.checks import edit, misconception


@misconception(
    "q4",
    "Your backward returns P3'(x), whatever arrives from above. The chain rule has two factors: "
    "which one is missing?",
    finding="ignores grad_output",
)
class LegendrePolynomial3(torch.autograd.Function):
    """backward returns the derivative alone"""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):  # noqa: ARG004
        (x,) = ctx.saved_tensors
        return 1.5 * (5 * x**2 - 1)


@misconception(
    "q4",
    "In your backward, grad_output and the derivative are added. Look at the formula of the chain "
    "rule in this part: what is between the two factors?",
    finding="adds grad_output",
)
class LegendrePolynomial3:
    """backward adds where it should multiply"""

    edit("grad_output * 1.5 * (5 * x**2 - 1)", "grad_output + 1.5 * (5 * x**2 - 1)")


@misconception(
    "q4",
    "forward is right, and your gradient is twice what it should be. P3 has a denominator: is it "
    "still there in the derivative?",
)
class LegendrePolynomial3:
    """The denominator is lost in the derivative"""

    edit("grad_output * 1.5 * (5 * x**2 - 1)", "grad_output * (15 * x**2 - 3)")


@misconception(
    "q4",
    "Check P3(1) = 1 by hand with your forward. Which brackets, and which fraction, does the "
    "formula have?",
)
class LegendrePolynomial3:
    """Both passes lack the denominator"""

    edit("0.5 * (5 * x**3 - 3 * x)", "5 * x**3 - 3 * x")
    edit("grad_output * 1.5 * (5 * x**2 - 1)", "grad_output * (15 * x**2 - 3)")


@misconception(
    "q4",
    "At x = 0 your slope is -1, and a look at the picture of P3 says it is steeper there. Which "
    "terms does the factor in front belong to?",
)
class LegendrePolynomial3:
    """The brackets of the derivative are lost"""

    edit("grad_output * 1.5 * (5 * x**2 - 1)", "grad_output * (1.5 * 5 * x**2 - 1)")


@misconception(
    "q4",
    "forward is right. In your derivative, the power of x has come down as a factor, and stayed "
    "as a power too: differentiate x^3 once more.",
)
class LegendrePolynomial3:
    """x^3 is differentiated to 3 x^3"""

    edit("5 * x**2", "5 * x**3")


@misconception(
    "q4",
    "Your backward sends grad_output through P3 once more. What belongs there is not the function "
    "but how steep it is.",
)
class LegendrePolynomial3(torch.autograd.Function):
    """backward multiplies by P3 in place of its derivative"""

    @staticmethod
    def forward(ctx, x):
        y = 0.5 * (5 * x**3 - 3 * x)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, grad_output):
        (y,) = ctx.saved_tensors
        return grad_output * y


@misconception(
    "q4",
    "The derivative has to be taken at x. What have you put aside in forward: what came in, or "
    "what goes out?",
)
class LegendrePolynomial3(torch.autograd.Function):
    """The output is saved in place of the input"""

    @staticmethod
    def forward(ctx, x):
        y = 0.5 * (5 * x**3 - 3 * x)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 1.5 * (5 * x**2 - 1)


@misconception(
    "q4",
    "What one call puts aside is overwritten by the next one before backward comes. Each call has "
    "a place of its own for such things: what is the first argument of forward for?",
    finding="saved outside ctx",
)
class LegendrePolynomial3(torch.autograd.Function):
    """The input is kept on the class"""

    @staticmethod
    def forward(ctx, x):  # noqa: ARG004
        LegendrePolynomial3.kept = x.detach()
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):  # noqa: ARG004
        x = LegendrePolynomial3.kept
        return grad_output * 1.5 * (5 * x**2 - 1)


@misconception(
    "q4",
    "A module lets autograd derive its backward pass; this class is to bring its own. Compare the "
    "first line of your class with that of the example.",
    finding="not an autograd function",
)
class LegendrePolynomial3(nn.Module):
    """A module"""

    def forward(self, x):
        return 0.5 * (5 * x**3 - 3 * x)


@misconception(
    "q4",
    "There is a line above each def in the example that yours lacks. Who calls forward: an object "
    "of the class, or apply?",
    finding="not static",
)
class LegendrePolynomial3(torch.autograd.Function):
    """Methods with self, and not static"""

    def forward(self, x):
        self.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    def backward(self, grad_output):
        (x,) = self.saved_tensors
        return grad_output * 1.5 * (5 * x**2 - 1)


@misconception(
    "q4",
    "Right numbers, but autograd has derived P3 for you inside of backward. A formula is wanted.",
    finding="autograd inside",
)
class LegendrePolynomial3:
    """backward asks autograd"""

    edit(
        "return grad_output * 1.5 * (5 * x**2 - 1)",
        "with torch.enable_grad():\n"
        "    u = x.detach().requires_grad_()\n"
        "    y = 0.5 * (5 * u**3 - 3 * u)\n"
        "    return torch.autograd.grad(y, u, grad_output)[0]",
    )


@misconception(
    "q4",
    "Differences of neighbouring values are what gradcheck works with, to check a formula. Which "
    "one is it to check here?",
    finding="finite differences",
)
class LegendrePolynomial3:
    """backward nudges x in both directions"""

    edit(
        "(x,) = ctx.saved_tensors",
        "(x,) = ctx.saved_tensors\n"
        "up, down = ((5 * t**3 - 3 * t) / 2 for t in (x + 1e-5, x - 1e-5))",
    )
    edit("grad_output * 1.5 * (5 * x**2 - 1)", "grad_output * (up - down) / 2e-5")


@misconception(
    "q4",
    "gradcheck wants float64, and your function does not keep it: which of your lines makes other "
    "numbers of x?",
    finding="other dtype",
)
class LegendrePolynomial3(torch.autograd.Function):
    """Everything is turned into float32"""

    @staticmethod
    def forward(ctx, x):
        x = x.float()
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 1.5 * (5 * x**2 - 1)
