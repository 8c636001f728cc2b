"""Submissions of A0 as honest students hand them in, right and wrong, and what each is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

FORWARD = """\
def forward(x):
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    return torch.sigmoid(z2)
"""
BACKPROP = """\
def backprop(x):
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    y_hat = torch.sigmoid(h @ W2 + B2)
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
TOY = """\
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))
"""
TRAIN = """\
torch.manual_seed(7)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(400):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
"""
Q1, Q2, Q4, Q5 = "q1-solution", "q2-solution", "q4-solution", "q5-solution"
RIGHT = {Q1: FORWARD, Q2: BACKPROP, Q4: TOY, Q5: TRAIN}
UNGRADED = ("generalise", "fresh-training", "fresh-training-plot", "activations-plot", "data-plot")
"""Cells that take seconds and touch no question; only the first two submissions keep them."""

RESULT = "return W1_grad, B1_grad, W2_grad, B2_grad"
STEP = "gradient-descent-step"
STEP_SOURCE = """\
W1_grad, B1_grad, W2_grad, B2_grad = backprop(X)
W1, B1 = W1 - 0.01 * W1_grad, B1 - 0.01 * B1_grad
W2, B2 = W2 - 0.01 * W2_grad, B2 - 0.01 * B2_grad
"""


@dataclass(frozen=True)
class Honest:
    """One submission: the solution, changed.

    Args:
        name: what the student did.
        scores: points of q1, q2, q4 and q5.
        cells: new sources by cell id; None deletes the cell.
        edits: what to replace by what in the source of the cell with that id.
        after: extra cells, by the id of the cell they follow.
        moved: cells to move, by id, and the id of the cell they then follow.
        whole: keep the ungraded cells that take seconds.
    """

    name: str
    scores: tuple[int, int, int, int]
    cells: Mapping[str, str | None] = field(default_factory=dict)
    edits: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False

    @property
    def file_name(self) -> str:
        """The name as that of a file, without its ending."""
        return "".join(c if c.isalnum() else "-" for c in self.name)

    def write(self, student_notebook: Path, folder: Path) -> Path:
        """Fill in the student release's notebook, write it to a folder, and return its path."""
        notebook = nbformat.read(student_notebook, as_version=4)
        sources = {**({} if self.whole else dict.fromkeys(UNGRADED)), **RIGHT, **self.cells}
        for cell_id, (old, new) in self.edits.items():
            assert old in sources[cell_id], (self.name, old)
            sources[cell_id] = sources[cell_id].replace(old, new)
        known = {cell.id for cell in notebook.cells}
        assert known.issuperset([*sources, *self.after, *self.moved, *self.moved.values()])
        cells = []
        for cell in notebook.cells:
            cell.source = sources.get(cell.id, cell.source)
            if cell.source is not None:
                cells.append(cell)
            if cell.id in self.after:
                cells.append(new_code_cell(self.after[cell.id]))
        for cell_id, target in self.moved.items():
            cell = next(c for c in cells if c.id == cell_id)
            cells.remove(cell)
            place = next(i for i, c in enumerate(cells) if c.id == target)
            cells.insert(place + 1, cell)
        notebook.cells = cells
        path = folder / f"{self.file_name}.ipynb"
        nbformat.write(notebook, path)
        return path


ALL = (2, 4, 3, 3)
NO_Q1, NO_Q2, NO_Q4, NO_Q5 = (0, 4, 3, 3), (2, 0, 3, 3), (2, 4, 0, 3), (2, 4, 3, 0)
NO_Q4_Q5 = (2, 4, 0, 0)
BLANK = dict.fromkeys(RIGHT, "raise NotImplementedError('not written yet')")

COMMON = [
    Honest("the solution", ALL, whole=True),
    Honest("blank", (0, 0, 0, 0), BLANK, whole=True),
    Honest("half of the gradient", NO_Q2, edits={Q2: ("2 * (y_hat - Y)", "(y_hat - Y)")}),
    Honest("softmax for sigmoid", NO_Q1, edits={Q1: ("sigmoid(z2)", "softmax(z2, dim=1)")}),
    Honest("gradients as a list", ALL, edits={Q2: (RESULT, f"return [{RESULT[7:]}]")}),
    Honest("biases of shape 4", ALL, edits={Q2: (", keepdim=True", "")}),
    Honest(
        "results as numpy arrays",
        (0, 0, 3, 3),
        edits={
            Q1: ("torch.sigmoid(z2)", "torch.sigmoid(z2).numpy()"),
            Q2: (RESULT, f"return [g.numpy() for g in ({RESULT[7:]})]"),
        },
    ),
    Honest(
        "ToyModel as a Sequential",
        ALL,
        {
            Q4: """\
class ToyModel(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Sigmoid())
"""
        },
    ),
    Honest("tanh for ReLU in ToyModel", NO_Q4_Q5, edits={Q4: ("torch.relu", "torch.tanh")}),
    Honest(
        "trained on other data",
        NO_Q5,
        edits={
            Q5: ("torch.manual_seed(7)", "X, Y = generate_data(20)\ntorch.manual_seed(7)"),
        },
    ),
    Honest("forward reads the global X", NO_Q1, edits={Q1: ("x @", "X @")}),
    Honest("syntax error in one cell", NO_Q2, edits={Q2: ("return W1_grad", "return return")}),
    Honest("check of q2 deleted", ALL, {"check-q2": None}),
    Honest(
        "checks at the end",
        (0, 0, 3, 3),
        moved=dict.fromkeys(("check-q5", "check-q4", "check-q2", "check-q1"), "export"),
    ),
    Honest(
        "forward is spoiled after its check", ALL, after={"check-q4": "forward = torch.sigmoid"}
    ),
    Honest(
        "forward is mended after its check",
        NO_Q1,
        {Q1: "forward = torch.sigmoid"},
        after={"check-q1": FORWARD},
    ),
    Honest(
        "forward is mended and checked again",
        ALL,
        {Q1: "forward = torch.sigmoid"},
        after={"check-q1": FORWARD + "grader.check('q1')"},
    ),
    Honest(
        "forward is right and then checked wrong",
        NO_Q1,
        after={
            "check-q1": "good, forward = forward, torch.sigmoid\ngrader.check('q1')\nforward = good"
        },
    ),
    Honest("gradient step before the check of q2", NO_Q2, after={Q2: STEP_SOURCE * 3}),
    Honest(
        "one cell checks them all in a loop",
        ALL,
        {"check-q1": None, "check-q2": "for q in ('q1', 'q2'):\n    grader.check(q)"},
    ),
    Honest(
        "forward in place of its argument",
        (0, 4, 3, 0),
        edits={
            Q1: ("z1 = x @ W1 + B1", "x *= 2\n    z1 = x @ W1 / 2 + B1"),
        },
    ),
    Honest(
        "autograd for backprop",
        NO_Q2,
        {
            Q2: """\
def backprop(x):
    leaves = [w.detach().clone().requires_grad_() for w in (W1, B1, W2, B2)]
    y_hat = torch.sigmoid(torch.relu(x @ leaves[0] + leaves[1]) @ leaves[2] + leaves[3])
    return torch.autograd.grad(((y_hat - Y) ** 2).sum(), leaves)
"""
        },
    ),
    Honest("sys.exit in a cell", ALL, after={"check-q2": "import sys\nsys.exit(1)"}),
    Honest(
        "callables of every kind",
        ALL,
        {
            Q1: """\
import functools

class Network:
    def __call__(self, x, scale=2):
        return torch.sigmoid(torch.relu(x @ W1 + B1) @ W2 + B2) * scale

forward = functools.partial(Network(), scale=1)
""",
            Q4: TOY.replace("ToyModel", "_Toy") + "\nToyModel = lambda: _Toy()",
        },
    ),
]
