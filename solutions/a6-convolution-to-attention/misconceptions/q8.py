"""What students get wrong in A6, q8 (MultiHeadAttention), and what they read then."""

from autograder.checks import edit, misconception


@misconception(
    "q8",
    "The softmax of each head is too sharp. What is missing below the products?",
    finding="no scale",
)
class MultiHeadAttention:
    """Without the root"""

    edit(" / math.sqrt(q.shape[-1])", "")


@misconception(
    "q8",
    "How many numbers has a query of one head? Divide by the root of that.",
    finding="scaled by the width",
)
class MultiHeadAttention:
    """Divides by the root of d_model"""

    edit("q.shape[-1]", "x.shape[-1]")


@misconception(
    "q8", "With and without a mask your weights are the same. Where is it used?", finding="no mask"
)
class MultiHeadAttention:
    """Ignores the mask"""

    edit("if mask is not None:\nscores = scores.masked_fill(~mask, -math.inf)", "")


@misconception(
    "q8",
    "Where is the mask True, and which scores do you hide?",
    finding="mask the other way round",
)
class MultiHeadAttention:
    """The mask is the wrong way round"""

    edit("~mask", "mask")


@misconception(
    "q8",
    "The rows of weights add up to 1 only without a mask. When do you hide?",
    finding="mask after the softmax",
)
class MultiHeadAttention:
    """The mask comes after the softmax"""

    edit("if mask is not None:\nscores = scores.masked_fill(~mask, -math.inf)", "")
    edit(
        "weights = scores.softmax(dim=-1)",
        "weights = scores.softmax(dim=-1)\nif mask is not None:\n    weights = weights * mask",
    )


@misconception(
    "q8",
    "Number the features of two places, and print what your first head gets. Is a transpose "
    "missing?",
    finding="cut without a transpose",
)
class MultiHeadAttention:
    """Cuts into heads by a view, without a transpose"""

    edit(
        "layer(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)",
        "layer(x).reshape(len(x), self.heads, x.shape[1], -1)",
    )
    edit("(weights @ v).transpose(1, 2).flatten(2)", "(weights @ v).reshape(x.shape)")


@misconception(
    "q8",
    "On the way back, which dimension must stand beside the last one to be joined?",
    finding="put together without a transpose",
)
class MultiHeadAttention:
    """Puts the heads together without a transpose"""

    edit("(weights @ v).transpose(1, 2).flatten(2)", "(weights @ v).reshape(x.shape)")


@misconception(
    "q8",
    "Count your linear layers, and the steps of the question that have one.",
    finding="wrong architecture",
)
class MultiHeadAttention:
    """Without the last linear layer"""

    edit("self.last = nn.Linear(d_model, d_model)", "")
    edit(
        "self.last((weights @ v).transpose(1, 2).flatten(2))",
        "(weights @ v).transpose(1, 2).flatten(2)",
    )


@misconception(
    "q8",
    "Which sums of weights are 1, those of rows or those of columns?",
    finding="softmax over queries",
)
class MultiHeadAttention:
    """The softmax runs over queries"""

    edit("softmax(dim=-1)", "softmax(dim=-2)")
