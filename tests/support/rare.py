"""More honest submissions of A0, rarer or nearer to another one than those in ``honest``."""

from textwrap import indent

from tests.support.honest import (
    ALL,
    NO_Q1,
    NO_Q2,
    NO_Q4,
    NO_Q4_Q5,
    NO_Q5,
    Q1,
    Q2,
    Q4,
    Q5,
    RESULT,
    STEP,
    STEP_SOURCE,
    TOY,
    TRAIN,
    Honest,
)

RARE = [
    Honest(
        "mean instead of sum", NO_Q2, edits={Q2: ("2 * (y_hat - Y)", "2 * (y_hat - Y) / len(x)")}
    ),
    Honest("missing transpose mended by reshape", NO_Q2, edits={Q2: ("W2.T", "W2.reshape(2, 4)")}),
    Honest("no derivative of ReLU", NO_Q2, edits={Q2: (" * (z1 > 0)", "")}),
    Honest(
        "gradients as a named tuple",
        ALL,
        edits={
            Q2: (RESULT, f"return Gradients({RESULT[7:]})"),
        },
        after={
            "import-torch": "from collections import namedtuple\n"
            "Gradients = namedtuple('Gradients', 'W1 B1 W2 B2')"
        },
    ),
    Honest(
        "gradients as a dict",
        NO_Q2,
        edits={
            Q2: (RESULT, "return {'W1': W1_grad, 'B1': B1_grad, 'W2': W2_grad, 'B2': B2_grad}"),
        },
    ),
    Honest("gradients from a generator", NO_Q2, edits={Q2: (RESULT, f"yield from ({RESULT[7:]})")}),
    Honest(
        "other attribute names and bare parameters",
        NO_Q4,
        {
            Q4: """\
class Base(nn.Module):
    pass

class ToyModel(Base):
    def __init__(self, hidden=4):
        super().__init__()
        self.weights = nn.ParameterList([torch.randn(hidden, 3), torch.randn(2, hidden)])
        self.c = nn.Parameter(torch.randn(hidden) * 0.1)
        self.d = nn.Parameter(torch.randn(2) * 0.1)

    def forward(self, x):
        h = nn.functional.relu(nn.functional.linear(x, self.weights[0], self.c))
        return (h @ self.weights[1].T + self.d).sigmoid()
""",
            Q5: "for seed in range(30):\n"
            + indent(TRAIN.replace("(7)", "(seed)"), "    ")
            + "    if loss < 0.005:\n        break",
        },
    ),
    Honest(
        "a function returns the Sequential",
        ALL,
        {
            Q4: "def ToyModel():\n    return nn.Sequential("
            "nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Sigmoid())"
        },
    ),
    Honest("ToyModel without bias", NO_Q4_Q5, edits={Q4: ("(4, 2)", "(4, 2, bias=False)")}),
    Honest("ToyModel with five units", NO_Q4_Q5, {Q4: TOY.replace("4", "5")}),
    Honest(
        "ToyModel with its layers in a list",
        NO_Q4_Q5,
        {
            Q4: """\
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Sigmoid()]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
"""
        },
    ),
    Honest(
        "ToyModel with a seed inside",
        NO_Q4,
        edits={
            Q4: ("self.hidden =", "torch.manual_seed(7)\n        self.hidden ="),
        },
    ),
    Honest(
        "ToyModel needs an argument",
        NO_Q4,
        edits={
            Q4: ("__init__(self)", "__init__(self, width)"),
            Q5: ("ToyModel()", "ToyModel(4)"),
        },
    ),
    Honest(
        "SGD with momentum",
        ALL,
        {
            Q5: TRAIN.replace("(7)", "(11)").replace(
                "Adam(model.parameters(), lr=0.05)", "SGD(model.parameters(), lr=2.0, momentum=0.9)"
            )
        },
    ),
    Honest("untrained", NO_Q5, {Q5: "model = ToyModel()\nlosses = []"}),
    Honest("the class itself for a model", NO_Q5, {Q5: "model = ToyModel"}),
    Honest("the weights for a model", NO_Q5, {Q5: TRAIN + "model = model.state_dict()"}),
    Honest("a model of float64", NO_Q5, {Q5: TRAIN + "model = model.double()"}),
    Honest(
        "trained in a function, without losses, and loaded",
        NO_Q5,
        {
            Q5: "def train():\n"
            + indent(TRAIN, "    ")
            + "    return model.state_dict()\n\n"
            + "model = ToyModel().eval()\nmodel.load_state_dict(train())"
        },
    ),
    Honest(
        "functions that print a lot",
        ALL,
        edits={
            Q1: ("    h =", "    for i in range(5000):\n        print(i, z1[0])\n    h ="),
            Q2: ("    h =", "    print('z1' * 50_000)\n    h ="),
            Q4: ("        return", "        print(x)\n        return"),
        },
    ),
    Honest("check of q4 deleted", ALL, {"check-q4": None}),
    Honest(
        "the weights are put back before checks at the end",
        ALL,
        after={
            "data-and-weights": "start = [v.clone() for v in (X, Y, W1, B1, W2, B2)]",
            "q5-loss-plot": "X, Y, W1, B1, W2, B2 = start",
        },
        moved=dict.fromkeys(("check-q5", "check-q4", "check-q2", "check-q1"), "export"),
    ),
    Honest("q4 before q1", ALL, moved={"check-q4": "data-and-weights", Q4: "data-and-weights"}),
    Honest("a later cell raises", ALL, after={"check-q5": "raise RuntimeError('at the end')"}),
    Honest("del forward at the end", ALL, after={"check-q5": "del forward"}),
    Honest(
        "del ToyModel at the end and no check of q4",
        NO_Q4,
        {"check-q4": None},
        after={"check-q5": "del ToyModel"},
    ),
    Honest("gradient step three times after its check", ALL, after={STEP: STEP_SOURCE * 3}),
    Honest(
        "float64 inside and float32 outside",
        ALL,
        edits={
            Q1: ("x @ W1 + B1", "(x.double() @ W1.double() + B1.double()).float()"),
        },
    ),
    Honest("float64 results", (0, 4, 3, 3), edits={Q1: ("(z2)", "(z2).double()")}),
    Honest(
        "weights of float64",
        (0, 0, 3, 3),
        after={
            "data-and-weights": "W1, B1, W2, B2 = (w.double() for w in (W1, B1, W2, B2))",
        },
    ),
    Honest(
        "weights that require gradients",
        ALL,
        after={
            "data-and-weights": "for w in (W1, B1, W2, B2):\n    w.requires_grad_()",
            "check-q2": "W1, B1, W2, B2 = (w.detach() for w in (W1, B1, W2, B2))",
        },
    ),
    Honest(
        "helpers and decorators in extra cells",
        ALL,
        edits={
            Q1: ("torch.relu(z1)", "positive(z1)"),
            Q2: ("2 *", "factor(2) *"),
        },
        after={
            "data-and-weights": """\
import functools
from collections.abc import Callable

@functools.lru_cache(maxsize=None)
def factor(power: int) -> float:
    return float(power)

def traced(function: Callable[[torch.Tensor], torch.Tensor]):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper

@traced
def positive(t: torch.Tensor) -> torch.Tensor:
    return t.clamp(min=0)
"""
        },
    ),
    Honest(
        "a lambda",
        ALL,
        {Q1: "forward = lambda x: torch.sigmoid(torch.relu(x @ W1 + B1) @ W2 + B2)"},
    ),
    Honest(
        "weights as default arguments",
        NO_Q1,
        edits={
            Q1: ("def forward(x):", "def forward(x, W1=W1):"),
        },
    ),
    Honest(
        "without gradients by decorator",
        ALL,
        edits={
            Q1: ("def", "@torch.no_grad()\ndef"),
            Q2: ("def", "@torch.inference_mode()\ndef"),
        },
    ),
    Honest(
        "in-place operations",
        ALL,
        edits={
            Q1: ("x @ W1 + B1", "(x @ W1).add_(B1)"),
            Q2: ("h = torch.relu(z1)", "h = z1.relu_()"),
        },
    ),
    Honest(
        "one example at a time",
        ALL,
        {
            Q1: "def forward(x):\n    def one(row):\n"
            "        return torch.sigmoid(torch.relu(row @ W1 + B1) @ W2 + B2)[0]\n"
            "    return torch.stack([one(row) for row in x])"
        },
    ),
    Honest(
        "einsum and a sigmoid by hand",
        ALL,
        edits={
            Q1: ("torch.sigmoid(z2)", "1 / (1 + torch.exp(-z2))"),
            Q2: ("z2_grad @ W2.T", "torch.einsum('nk,hk->nh', z2_grad, W2)"),
        },
    ),
    Honest(
        "backprop calls a wrong forward",
        (0, 0, 3, 3),
        edits={
            Q1: ("torch.relu(z1)", "z1"),
            Q2: ("torch.sigmoid(h @ W2 + B2)", "forward(x)"),
        },
    ),
    Honest(
        "result as a parameter without contiguous memory",
        ALL,
        edits={
            Q1: ("torch.sigmoid(z2)", "nn.Parameter(torch.sigmoid(z2).T.contiguous()).T"),
        },
    ),
    Honest("result as nested lists", NO_Q1, edits={Q1: ("(z2)", "(z2).tolist()")}),
    Honest("result transposed", NO_Q1, edits={Q1: ("(z2)", "(z2).T")}),
    Honest("result in half precision", NO_Q1, edits={Q1: ("(z2)", "(z2).half()")}),
    Honest("a magic on the first line", ALL, {Q5: "%%time\n" + TRAIN}),
    Honest("another grader", ALL, after={"check-q1": "grader = otter.Notebook()"}),
    Honest(
        "two checks in one cell",
        ALL,
        {"check-q4": None, "check-q5": "grader.check('q4'); grader.check('q5')"},
    ),
    Honest(
        "finite differences",
        NO_Q2,
        {
            Q2: """\
def backprop(x):
    def loss(weights):
        w1, b1, w2, b2 = weights
        return ((torch.sigmoid(torch.relu(x @ w1 + b1) @ w2 + b2) - Y.double()) ** 2).sum()

    x, weights, gradients = x.double(), [w.double() for w in (W1, B1, W2, B2)], []
    for w in weights:
        gradients.append(torch.zeros_like(w))
        for i in range(w.numel()):
            w.view(-1)[i] += 1e-5
            up = loss(weights)
            w.view(-1)[i] -= 2e-5
            gradients[-1].view(-1)[i] = (up - loss(weights)) / 2e-5
            w.view(-1)[i] += 1e-5
    return [g.float() for g in gradients]
"""
        },
    ),
]
