"""Wrong solutions of A0 that its misconceptions.py does not list, and what may be said of each.

Each is a right solution with a few pieces of text replaced. What may be said follows from what the
code computes; where it has no simple relation to the right result, nothing may be said.
"""

from dataclasses import dataclass

FORWARD = """\
def forward(x):
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    return y_hat
"""

BACKPROP = """\
def backprop(x):
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
    return W1_grad, B1_grad, W2_grad, B2_grad
"""

TOY_MODEL = """\
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.hidden(x))
        y_hat = torch.sigmoid(self.output(h))
        return y_hat
"""

SOLUTIONS = {"q1": FORWARD, "q2": BACKPROP, "q4": TOY_MODEL}
"""A right solution of each question, to be spoilt."""


@dataclass(frozen=True)
class Mistake:
    """A wrong solution, and what a student may read about it.

    Attributes:
        question: the question that it loses.
        what: what is wrong with it.
        edits: pieces of the right solution and what stands in their place.
        says: a regular expression for each sentence of the explanation; none if there may be none.
        hint: the label of the listed misconception whose hint is true of this mistake, or "".
    """

    question: str
    what: str
    edits: dict[str, str]
    says: tuple[str, ...] = ()
    hint: str = ""

    @property
    def source(self) -> str:
        """The code, as a student would have it in a cell."""
        text = SOLUTIONS[self.question]
        for old, new in self.edits.items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in\n{text}"
            text = text.replace(old, new)
        return text


ALL = r"Each of W1_grad, B1_grad, W2_grad and B2_grad"
_ONE = r"^It is right for batches of 1, and wrong for 7, 20, 64"
"""A factor of N or 1/N is 1 for a single example: both ways to say it are true."""

_LEAKY = "nn.functional.leaky_relu(z1, 0.01)"

q1 = [
    Mistake("q1", "leaky ReLU", {"torch.relu(z1)": _LEAKY}, hint="Leaky ReLU in place of ReLU"),
    Mistake("q1", "a leakier ReLU", {"torch.relu(z1)": "nn.functional.leaky_relu(z1, 0.2)"}),
    Mistake("q1", "GELU", {"torch.relu(z1)": "nn.functional.gelu(z1)"}),
    Mistake(
        "q1",
        "a ReLU that ends at 1",
        {"torch.relu(z1)": "z1.clamp(0, 1)"},
        hint="The hidden units are cut off at 1",
    ),
    Mistake(
        "q1",
        "the absolute value for ReLU",
        {"torch.relu(z1)": "z1.abs()"},
        hint="The absolute value in place of ReLU",
    ),
    Mistake("q1", "a hidden layer that counts twice", {"torch.relu(z1)": "2 * torch.relu(z1)"}),
    Mistake(
        "q1",
        "a threshold of 0.5 in ReLU",
        {"torch.relu(z1)": "z1 * (z1 > 0.5)"},
    ),
    Mistake("q1", "B1 subtracted", {"x @ W1 + B1": "x @ W1 - B1"}),
    Mistake("q1", "B2 counted twice", {"h @ W2 + B2": "h @ W2 + 2 * B2"}),
    Mistake("q1", "a sigmoid that is too steep", {"sigmoid(z2)": "sigmoid(2 * z2)"}),
    Mistake("q1", "a hard sigmoid", {"torch.sigmoid(z2)": "nn.functional.hardsigmoid(z2)"}),
    Mistake("q1", "tanh for the sigmoid", {"torch.sigmoid(z2)": "torch.tanh(z2)"}),
    Mistake("q1", "softmax over the batch", {"sigmoid(z2)": "softmax(z2, dim=0)"}),
    Mistake("q1", "neither ReLU nor sigmoid", {"torch.relu(z1)": "z1", "torch.sigmoid(z2)": "z2"}),
    Mistake(
        "q1",
        "the functions of the two layers exchanged",
        {"torch.relu(z1)": "torch.sigmoid(z1)", "torch.sigmoid(z2)": "torch.relu(z2)"},
    ),
    Mistake(
        "q1",
        "no ReLU, and softmax",
        {"torch.relu(z1)": "z1", "sigmoid(z2)": "softmax(z2, dim=1)"},
    ),
    Mistake(
        "q1", "the answers twice", {"return y_hat": "return 2 * y_hat"}, ("is twice the right",)
    ),
    Mistake("q1", "the answers halved", {"return y_hat": "return y_hat / 2"}, ("is half of the",)),
    Mistake("q1", "a minus sign", {"return y_hat": "return -y_hat"}, ("has the opposite sign of",)),
    Mistake(
        "q1",
        "no in place of yes",
        {"return y_hat": "return 1 - y_hat"},
        hint="The sigmoid is mirrored: exp(z) in place of exp(-z)",  # the same function
    ),
    Mistake("q1", "transposed", {"return y_hat": "return y_hat.T"}, ("is the transpose of",)),
    Mistake("q1", "half and transposed", {"return y_hat": "return y_hat.T / 2"}),
    Mistake("q1", "the answers exchanged", {"return y_hat": "return y_hat.flip(1)"}),
    Mistake("q1", "two decimals", {"return y_hat": "return (100 * y_hat).round() / 100"}),
    Mistake("q1", "off by a little", {"return y_hat": "return y_hat + 0.001"}),
    Mistake("q1", "one answer a point", {"return y_hat": "return y_hat.sum(dim=1)"}),
    Mistake("q1", "the last point is left out", {"x @ W1": "x[:-1] @ W1"}),
    Mistake(
        "q1",
        "an empty tensor",
        {"return y_hat": "return y_hat[:0]"},
    ),
    Mistake("q1", "a list", {"return y_hat": "return y_hat.tolist()"}),
    Mistake("q1", "random numbers", {"return y_hat": "return torch.rand(len(x), 2)"}),
    Mistake("q1", "dropout", {"torch.relu(z1)": "nn.functional.dropout(torch.relu(z1))"}),
    Mistake("q1", "points centred on the batch", {"x @ W1": "(x - x.mean(dim=0)) @ W1"}),
    Mistake("q1", "a logarithm", {"torch.sigmoid(z2)": "torch.log(z2 - 100)"}, ("holds NaN",)),
    Mistake(
        "q1",
        "the mean over the batch",
        {"return y_hat": "return y_hat.mean(dim=0, keepdim=True).expand(len(x), 2)"},
        (_ONE,),
    ),
    Mistake("q1", "only the first point", {"x @ W1": "x[:1] @ W1"}, (_ONE,)),
    Mistake(
        "q1",
        "divided by N",
        {"return y_hat": "return y_hat / len(x)"},
        (f"{_ONE}|is the right one divided by N",),
    ),
    Mistake(
        "q1",
        "wrong for large batches",
        {"return y_hat": "return y_hat if len(x) < 50 else y_hat**2"},
        ("^It is right for batches of 1, 7, 20, and wrong for 64",),
    ),
    Mistake(
        "q1",
        "a shape of 20 rows",
        {"return y_hat": "return y_hat.reshape(20, 2)"},
        ("^It works for batches of 20 and fails for 1, 7, 64",),
    ),
    Mistake(
        "q1",
        "a vector for a single point",
        {"return y_hat": "return y_hat[0] if len(x) == 1 else y_hat"},
        ("^It is right for batches of 7, 20, 64, and wrong for 1",),
        hint="Squeezes a batch of one point to a vector",
    ),
    Mistake(
        "q1",
        "a column for a single point",
        {"return y_hat": "return y_hat.T if len(x) == 1 else y_hat"},
        ("^It is right for batches of 7, 20, 64, and wrong for 1",),
    ),
    Mistake(
        "q1",
        "an answer that never changes",
        {"return y_hat": "return torch.full((len(x), 2), 0.5)"},
        ("returns the same whatever x is",),
    ),
    Mistake(
        "q1",
        "another bias in place of B1",
        {"x @ W1 + B1": "x @ W1 + W1[:1]"},
        ("returns the same whatever B1 is",),
    ),
    Mistake(
        "q1",
        "no bias at all",
        {"x @ W1 + B1": "x @ W1", "h @ W2 + B2": "h @ W2"},
        ("returns the same whatever B1 is",),
        hint="Both biases are forgotten",
    ),
    Mistake(
        "q1",
        "half, and B2 forgotten",
        {"h @ W2 + B2": "h @ W2", "return y_hat": "return y_hat / 2"},
        ("returns the same whatever B2 is",),
    ),
    Mistake(
        "q1",
        "yes or no, by a threshold",
        {"return y_hat": "return (y_hat > 0.5).float()"},
        hint="The answers are rounded to 0 and 1",
    ),
    Mistake(
        "q1",
        "zero",
        {"return y_hat": "return y_hat * 0"},
        ("is 0 everywhere",),
    ),
    Mistake(
        "q1",
        "right, but x is changed",
        {"x @ W1": "x.mul_(2) @ W1 / 2"},
        ("^forward changes x in place",),
        hint="x becomes a matrix of columns, in place",
    ),
]

_ANOTHER_ORDER = "^The outputs are right, but in another order: they come as "
_RETURN = "return W1_grad, B1_grad, W2_grad, B2_grad"
_LISTED_AVERAGE = "The mean over all 2 N numbers in place of the sum"
_LISTED_STEP = "Takes the step as well: the weights are changed inside"
_FACTOR = "2 * (y_hat - Y)"

q2 = [
    # factors
    Mistake("q2", "4 for 2", {_FACTOR: "4 * (y_hat - Y)"}, (f"{ALL} is twice the right one",)),
    Mistake("q2", "3 for 2", {_FACTOR: "3 * (y_hat - Y)"}, (f"{ALL} is 1.5 times the right one",)),
    Mistake(
        "q2",
        "no factor and a flipped sign",
        {_FACTOR: "Y - y_hat"},
        (f"{ALL} is half of the right one and has the opposite sign",),
    ),
    Mistake(
        "q2",
        "twice, and a flipped sign",
        {_FACTOR: "4 * (Y - y_hat)"},
        (f"{ALL} is twice the right one and has the opposite sign",),
    ),
    Mistake(
        "q2", "divided by 20", {_FACTOR: f"{_FACTOR} / 20"}, (f"{ALL} is 0.05 times the right one",)
    ),
    Mistake(
        "q2",
        "the step in place of the gradient",
        {_RETURN: "return [-0.01 * g for g in (W1_grad, B1_grad, W2_grad, B2_grad)]"},
        (f"{ALL} is -0.01 times the right one",),
    ),
    Mistake(
        "q2",
        "the mean over the batch, without the factor",
        {_FACTOR: "(y_hat - Y) / len(x)"},
        (f"{ALL} is the right one divided by 2 N",),
        hint=_LISTED_AVERAGE,
    ),
    Mistake(
        "q2",
        "the mean over all numbers, without the factor",
        {_FACTOR: "(y_hat - Y) / Y.numel()"},
        (f"{ALL} is the right one divided by 4 N",),
    ),
    Mistake(
        "q2",
        "the mean over the batch, with the wrong sign",
        {_FACTOR: "2 * (Y - y_hat) / len(x)"},
        (f"{ALL} .*divided by (-1 )?N",),
    ),
    Mistake("q2", "times N", {_FACTOR: f"{_FACTOR} * len(x)"}, (f"{_ONE}|{ALL} is N times",)),
    Mistake(
        "q2",
        "twice, times N",
        {_FACTOR: "4 * (y_hat - Y) * len(x)"},
        (f"{ALL} is 2 N times the right one",),
    ),
    Mistake("q2", "divided by N + 1", {_FACTOR: f"{_FACTOR} / (len(x) + 1)"}),
    Mistake(
        "q2",
        "gradients of length 1",
        {_RETURN: "return [g / g.norm() for g in (W1_grad, B1_grad, W2_grad, B2_grad)]"},
    ),
    Mistake(
        "q2", "off by a little", {_RETURN: "return W1_grad + 0.001, B1_grad, W2_grad, B2_grad"}
    ),
    # only some of the outputs
    Mistake(
        "q2",
        "the sign of W2_grad",
        {"h.T @ z2_grad": "-h.T @ z2_grad"},
        ("^W2_grad has the opposite sign of the right one",),
    ),
    Mistake(
        "q2",
        "the sign of the hidden layer",
        {"h_grad * (z1 > 0)": "-h_grad * (z1 > 0)"},
        ("^Each of W1_grad and B1_grad has the opposite sign of the right one",),
    ),
    Mistake(
        "q2",
        "the hidden layer twice",
        {"z2_grad @ W2.T": "2 * z2_grad @ W2.T"},
        ("^Each of W1_grad and B1_grad is twice the right one",),
    ),
    Mistake(
        "q2",
        "all halved but B1_grad",
        {_FACTOR: "y_hat - Y", "B1_grad = z1_grad": "B1_grad = 2 * z1_grad"},
        ("^Each of W1_grad, W2_grad and B2_grad is half of the right one",),
    ),
    Mistake(
        "q2",
        "W1_grad averaged",
        {"x.T @ z1_grad": "x.T @ z1_grad / len(x)"},
        (f"{_ONE}|^W1_grad is the right one divided by N",),
    ),
    Mistake(
        "q2",
        "B2_grad averaged",
        {"z2_grad.sum(": "z2_grad.mean("},
        (f"{_ONE}|^B2_grad is the right one divided by N",),
    ),
    Mistake(
        "q2",
        "B1_grad not summed",
        {"z1_grad.sum(dim=0, keepdim=True)": "z1_grad"},
        (f"{_ONE}|^B1_grad has one row for each example; the sum of its rows is the right one",),
    ),
    Mistake(
        "q2",
        "B1_grad not summed, and times N",
        {"z1_grad.sum(dim=0, keepdim=True)": "z1_grad * len(x)"},
        (f"{_ONE}|^B1_grad has one row for each example; the mean of its rows is the right one",),
    ),
    Mistake(
        "q2", "B1_grad not summed, and twice", {"z1_grad.sum(dim=0, keepdim=True)": "2 * z1_grad"}
    ),
    Mistake("q2", "B2_grad as one number", {"z2_grad.sum(dim=0, keepdim=True)": "z2_grad.sum()"}),
    Mistake("q2", "z1 for h in W2_grad", {"h.T @ z2_grad": "z1.T @ z2_grad"}),
    Mistake("q2", "the wrong gradient in W2_grad", {"h.T @ z2_grad": "h.T @ y_hat_grad"}),
    Mistake("q2", "the wrong gradient in W1_grad", {"x.T @ z1_grad": "x.T @ h_grad"}),
    # transposed, in another order, and both
    Mistake(
        "q2",
        "W1_grad transposed",
        {"x.T @ z1_grad": "z1_grad.T @ x"},
        ("^W1_grad is the transpose",),
    ),
    Mistake(
        "q2",
        "both weights transposed",
        {"x.T @ z1_grad": "z1_grad.T @ x", "h.T @ z2_grad": "z2_grad.T @ h"},
        ("^Each of W1_grad and W2_grad is the transpose",),
    ),
    Mistake("q2", "W1_grad half and transposed", {"x.T @ z1_grad": "z1_grad.T @ x / 2"}),
    Mistake(
        "q2",
        "all halved, W1_grad transposed",
        {_FACTOR: "y_hat - Y", "x.T @ z1_grad": "z1_grad.T @ x"},
        ("^Each of B1_grad, W2_grad and B2_grad is half of the right one",),
    ),
    Mistake(
        "q2",
        "W1_grad in another shape",
        {"x.T @ z1_grad": "(x.T @ z1_grad).flatten()"},
        ("^W1_grad has the right values in the wrong shape",),
    ),
    Mistake(
        "q2",
        "weights before biases",
        {_RETURN: "return W1_grad, W2_grad, B1_grad, B2_grad"},
        (_ANOTHER_ORDER + "W1_grad, W2_grad, B1_grad, B2_grad",),
    ),
    Mistake(
        "q2",
        "biases before weights",
        {_RETURN: "return B1_grad, W1_grad, B2_grad, W2_grad"},
        (_ANOTHER_ORDER + "B1_grad, W1_grad, B2_grad, W2_grad",),
    ),
    Mistake(
        "q2",
        "half and in another order",
        {_FACTOR: "y_hat - Y", _RETURN: "return W2_grad, B2_grad, W1_grad, B1_grad"},
    ),
    Mistake("q2", "three gradients", {_RETURN: "return W1_grad, B1_grad, W2_grad"}),
    Mistake("q2", "a dict", {_RETURN: "return {'W1': W1_grad, 'B1': B1_grad, 'W2': W2_grad}"}),
    # the loss
    Mistake("q2", "the sign of the error", {_FACTOR: "torch.sign(y_hat - Y)"}),
    Mistake("q2", "twice the squared error", {_FACTOR: "2 * (y_hat - Y) ** 2"}),
    Mistake("q2", "the derivative of the cube", {_FACTOR: "3 * (y_hat - Y) ** 2"}),
    Mistake("q2", "Y twice", {_FACTOR: "y_hat - 2 * Y"}),
    Mistake(
        "q2",
        "Y forgotten",
        {_FACTOR: "2 * y_hat"},
        ("returns the same whatever Y is",),
    ),
    Mistake("q2", "the target of the first point", {_FACTOR: "2 * (y_hat - Y[:1])"}, (_ONE,)),
    # the sigmoid
    Mistake("q2", "only y_hat", {"y_hat_grad * y_hat * (1 - y_hat)": "y_hat_grad * y_hat"}),
    Mistake("q2", "1 + y_hat", {"(1 - y_hat)": "(1 + y_hat)"}),
    Mistake(
        "q2", "the derivative squared", {"* y_hat * (1 - y_hat)": "* (y_hat * (1 - y_hat)) ** 2"}
    ),
    Mistake("q2", "brackets left out", {"* (1 - y_hat)": "* 1 - y_hat"}),
    Mistake(
        "q2",
        "brackets that make 0",
        {"* y_hat * (1 - y_hat)": "* (y_hat * 1 - y_hat)"},
        (f"{ALL} is 0 everywhere",),
    ),
    Mistake("q2", "the slope where the sigmoid is steepest", {"y_hat * (1 - y_hat)": "0.25"}),
    Mistake(
        "q2",
        "half, and the sigmoid forgotten in the hidden layer",
        {_FACTOR: "y_hat - Y", "z2_grad @ W2.T": "y_hat_grad @ W2.T"},
        ("^Each of W2_grad and B2_grad is half of the right one",),
    ),
    # the ReLU
    Mistake("q2", "the mask inverted", {"(z1 > 0)": "(z1 < 0)"}),
    Mistake(
        "q2",
        "the mask of large z1",
        {"(z1 > 0)": "(z1 > 0.5)"},
    ),
    Mistake("q2", "the mask of a leaky ReLU", {"(z1 > 0)": "torch.where(z1 > 0, 1, 0.01)"}),
    Mistake("q2", "the mask from negative gradients", {"(z1 > 0)": "(h_grad < 0)"}),
    Mistake("q2", "the mask of z2", {"(z1 > 0)": "(z2 > 0).any(dim=1, keepdim=True)"}),
    Mistake("q2", "the sign of z1 for the mask", {"(z1 > 0)": "torch.sign(z1)"}),
    Mistake("q2", "the mask from x", {"(z1 > 0)": "(x > 0)"}),
    Mistake(
        "q2",
        "half, and the mask forgotten",
        {_FACTOR: "y_hat - Y", " * (z1 > 0)": ""},
        ("^Each of W2_grad and B2_grad is half of the right one",),
    ),
    Mistake(
        "q2",
        "the mean over the batch, and the mask forgotten",
        {_FACTOR: f"{_FACTOR} / len(x)", " * (z1 > 0)": ""},
        ("^Each of W2_grad and B2_grad is the right one divided by N",),
    ),
    Mistake("q2", "W2 with its columns exchanged", {"z2_grad @ W2.T": "z2_grad @ W2.flip(1).T"}),
    # the forward values
    Mistake("q2", "leaky ReLU forward", {"torch.relu(z1)": _LEAKY}),
    Mistake("q2", "softmax forward", {"torch.sigmoid(z2)": "torch.softmax(z2, dim=1)"}),
    Mistake(
        "q2",
        "B2 forgotten forward",
        {"h @ W2 + B2": "h @ W2"},
        ("returns the same whatever B2 is",),
    ),
    # sizes
    Mistake(
        "q2",
        "a single example loses a dimension",
        {"h_grad * (z1 > 0)": "(h_grad * (z1 > 0)).squeeze()"},
        ("^It works for batches of 7, 20, 64 and fails for 1",),
    ),
    Mistake(
        "q2",
        "X for x in one place",
        {"x.T @ z1_grad": "X.T @ z1_grad"},
    ),
    Mistake(
        "q2",
        "X for x in the other place",
        {"x @ W1": "X @ W1"},
    ),
    # more than one finding
    Mistake(
        "q2",
        "Y is used up",
        {_FACTOR: "2 * Y.sub_(y_hat).neg()"},
        ("^backprop changes Y in place",),
        hint=_LISTED_STEP,
    ),
    Mistake(
        "q2",
        "x is turned round",
        {"x.T @ z1_grad": "x.t_() @ z1_grad"},
        ("^backprop changes x in place",),
        hint=_LISTED_STEP,
    ),
    Mistake(
        "q2",
        "half, by autograd",
        {
            _RETURN: "parameters = [p.clone().requires_grad_() for p in (W1, B1, W2, B2)]\n"
            "    w1, b1, w2, b2 = parameters\n"
            "    y_hat = torch.sigmoid(torch.relu(x @ w1 + b1) @ w2 + b2)\n"
            "    return torch.autograd.grad(((y_hat - Y) ** 2).sum() / 2, parameters)"
        },
        (f"{ALL} is half of the right one",),
        hint="Lets autograd find the gradients",
    ),
    Mistake(
        "q2",
        "random numbers",
        {_RETURN: "return [torch.randn_like(p) for p in (W1, B1, W2, B2)]"},
    ),
]

_LAYERS = """\
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)
"""
_LOST_TRACK = "^Autograd has lost track on the way"
_WITH = "^It computes what the network would with"
_RELU, _SIGMOID, _END = "torch.relu(self", "torch.sigmoid(self", "return y_hat"

q4 = [
    # activations
    Mistake(
        "q4",
        "leaky ReLU",
        {_RELU: "nn.functional.leaky_relu(self"},
        (f"{_WITH} a leaky ReLU in place of its first activation",),
    ),
    Mistake(
        "q4",
        "GELU",
        {_RELU: "nn.functional.gelu(self"},
        (f"{_WITH} a GELU in place of its first activation",),
    ),
    Mistake(
        "q4",
        "ReLU for the sigmoid",
        {_SIGMOID: "torch.relu(self"},
        (f"{_WITH} a ReLU in place of its second activation",),
    ),
    Mistake(
        "q4",
        "tanh for the sigmoid",
        {_SIGMOID: "torch.tanh(self"},
        (f"{_WITH} a tanh in place of its second activation",),
    ),
    Mistake(
        "q4",
        "softmax over the batch",
        {"torch.sigmoid(self.output(h))": "torch.softmax(self.output(h), dim=0)"},
        (f"{_WITH} a softmax over the batch in place of its second activation",),
    ),
    Mistake(
        "q4",
        "neither ReLU nor sigmoid",
        {_RELU: "(self", _SIGMOID: "(self"},
        (f"{_WITH}out any activation",),
    ),
    Mistake(
        "q4",
        "the activations exchanged",
        {_RELU: "torch.sigmoid(self", "torch.sigmoid(self.output": "torch.relu(self.output"},
        (f"{_WITH} its first activation and its second activation exchanged",),
    ),
    Mistake(
        "q4",
        "tanh and softmax",
        {_RELU: "torch.tanh(self", "torch.sigmoid(self.output(h))": "self.output(h).softmax(1)"},
        (f"{_WITH} a tanh in place of its first activation and a softmax in place of its second",),
    ),
    Mistake(
        "q4",
        "the sigmoid twice",
        {_END: "return torch.sigmoid(y_hat)"},
        (f"{_WITH} a sigmoid more, after its second activation",),
    ),
    Mistake(
        "q4",
        "no ReLU, and softmax",
        {_RELU: "(self", "torch.sigmoid(self.output(h))": "self.output(h).softmax(1)"},
    ),
    Mistake("q4", "ReLU6", {"torch.relu(self.hidden(x))": "self.hidden(x).clamp(0, 1)"}),
    Mistake(
        "q4",
        "dropout",
        {"self.output(h)": "self.output(nn.functional.dropout(h))"},
        (
            "^In eval mode it gives other outputs each time",
            "^Nothing should be drawn then",
            "^Something in it is random, or remembers",
        ),
    ),
    # what is returned
    Mistake("q4", "the answers twice", {_END: f"{_END} * 2"}, ("^The output is twice the right",)),
    Mistake("q4", "transposed", {_END: f"{_END}.T"}, ("^The output is the transpose of",)),
    Mistake("q4", "half and transposed", {_END: f"{_END}.T / 2"}),
    Mistake("q4", "no in place of yes", {_END: "return 1 - y_hat"}),
    Mistake(
        "q4",
        "a tuple",
        {_END: "return h, y_hat"},
    ),
    Mistake("q4", "an array", {_END: f"{_END}.detach().numpy()"}),
    Mistake("q4", "a shape of 20 rows", {_END: f"{_END}.reshape(20, 2)"}),
    Mistake(
        "q4",
        "only the first point",
        {"self.hidden(x)": "self.hidden(x[:1])"},
    ),
    # layers
    Mistake(
        "q4",
        "no bias in the first layer",
        {"nn.Linear(3, 4)": "nn.Linear(3, 4, bias=False)"},
        (r"^There is no parameter of shape \(4,\)",),
    ),
    Mistake(
        "q4",
        "five hidden units",
        {"nn.Linear(3, 4)": "nn.Linear(3, 5)", "nn.Linear(4, 2)": "nn.Linear(5, 2)"},
        ("^The size 5 should be 4",),
    ),
    Mistake("q4", "four inputs", {"nn.Linear(3, 4)": "nn.Linear(4, 4)"}),
    Mistake("q4", "three outputs", {"nn.Linear(4, 2)": "nn.Linear(4, 3)"}),
    Mistake(
        "q4",
        "a layer that is not used",
        {_LAYERS: _LAYERS + "        self.spare = nn.Linear(4, 4)\n"},
        ("^There is a layer too many",),
    ),
    Mistake(
        "q4",
        "a layer in a local variable",
        {"self.hidden = nn": "hidden = nn"},
        ("^A layer is missing",),
    ),
    Mistake(
        "q4",
        "a bias that is not used",
        {"self.hidden(x)": "x @ self.hidden.weight.T"},
        (r"^It does not use its parameters of shape \(4,\)",),
    ),
    Mistake(
        "q4",
        "a tuple of layers",
        {
            _LAYERS: "        self.layers = nn.Linear(3, 4), nn.Linear(4, 2)\n",
            "self.hidden(": "self.layers[0](",
            "self.output(": "self.layers[1](",
        },
        ("a plain Python (list|tuple)",),
        hint="The layers are in a plain list",
    ),
    Mistake(
        "q4",
        "one layer in a list",
        {"self.output = nn.Linear(4, 2)": "self.rest = [nn.Linear(4, 2)]", ".output(": ".rest[0]("},
        ("a plain Python list",),
    ),
    Mistake(
        "q4",
        "tensors that are no parameters",
        {
            _LAYERS: "        self.W1, self.B1 = torch.randn(4, 3), torch.randn(4)\n"
            "        self.W2, self.B2 = torch.randn(2, 4), torch.randn(2)\n",
            "self.hidden(x)": "x @ self.W1.T + self.B1",
            "self.output(h)": "h @ self.W2.T + self.B2",
        },
        ("are attributes, but not an nn.Parameter",),
    ),
    Mistake(
        "q4",
        "parameters in the shapes of W1 and W2",
        {
            _LAYERS: "        self.W1 = nn.Parameter(torch.randn(3, 4))\n"
            "        self.B1 = nn.Parameter(torch.randn(4))\n"
            "        self.W2 = nn.Parameter(torch.randn(4, 2))\n"
            "        self.B2 = nn.Parameter(torch.randn(2))\n",
            "self.hidden(x)": "x @ self.W1 + self.B1",
            "self.output(h)": "h @ self.W2 + self.B2",
        },
    ),
    Mistake(
        "q4",
        "a factor to be learned",
        {
            _LAYERS: _LAYERS + "        self.factor = nn.Parameter(torch.ones(1))\n",
            "self.output(h)": "self.factor * self.output(h)",
        },
        (r"^There should be no parameter of shape \(1,\)",),
    ),
    Mistake(
        "q4",
        "batch normalisation",
        {
            _LAYERS: _LAYERS + "        self.norm = nn.BatchNorm1d(4)\n",
            "self.hidden(x)": "self.norm(self.hidden(x))",
        },
        (r"^There should be no parameter of shape \(4,\)", "^The formulas know only one way"),
    ),
    # how it starts, and whether it can learn
    Mistake(
        "q4",
        "another seed inside",
        {_LAYERS: "        torch.manual_seed(42)\n" + _LAYERS},
        ("^ToyModel sets a seed itself", "^Set seeds outside the class"),
        hint="The seed is set inside the class",
    ),
    Mistake(
        "q4",
        "all weights the same",
        {
            _LAYERS: _LAYERS + "        for parameter in self.parameters():\n"
            "            nn.init.constant_(parameter, 0.5)\n"
        },
    ),
    Mistake(
        "q4",
        "a frozen layer",
        {_LAYERS: _LAYERS + "        self.hidden.requires_grad_(False)\n"},
    ),
    Mistake(
        "q4",
        "the answers detached",
        {_END: f"{_END}.detach()"},
        (_LOST_TRACK,),
        hint="No gradients: the forward pass runs under no_grad",
    ),
    Mistake(
        "q4",
        "the weight of a layer detached",
        {
            "self.hidden(x)": "x @ self.hidden.weight.detach().T + self.hidden.bias",
        },
    ),
    Mistake(
        "q4",
        "the hidden units detached at the last moment",
        {"self.output(h)": "self.output(h.detach())"},
        hint="The hidden layer gets no gradient: h is detached",
    ),
    # the class
    Mistake("q4", "not a module", {"class ToyModel(nn.Module)": "class ToyModel"}),
    Mistake("q4", "a forward of another name", {"def forward": "def foward"}),
    Mistake("q4", "float64", {_LAYERS: _LAYERS + "        self.double()\n"}),
    Mistake("q4", "an object", {f"{_END}\n": f"{_END}\n\n\nToyModel = ToyModel()\n"}),
]

MISTAKES = [*q1, *q2, *q4]
