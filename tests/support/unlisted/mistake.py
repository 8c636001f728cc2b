"""A wrong solution, made of a right one."""

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


ONE = r"^It is right for batches of 1, and wrong for 7, 20, 64"
"""A factor of N or 1/N is 1 for a single example: both ways to say it are true."""

LEAKY = "nn.functional.leaky_relu(z1, 0.01)"
