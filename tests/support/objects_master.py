"""Questions about optimizers, schedulers, checkpoints, figures, draws and tokens, and answers."""

from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from tests.support.tiny import CONFIG


@dataclass(frozen=True)
class Asked:
    """A question: its hidden test, a right answer, and a wrong one with its finding."""

    name: str
    test: str
    right: str
    wrong: str
    finding: str


OPTIMIZER = """\
class Momentum(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1, momentum=0.9):
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                v = self.state[p].setdefault("v", torch.zeros_like(p))
                v.mul_(group["momentum"]).add_(p.grad)
                p.sub_(group["lr"] * v)
"""
SCHEDULER = """\
class Halve(torch.optim.lr_scheduler.LRScheduler):
    def __init__(self, optimizer, every=5, last_epoch=-1):
        self.every = every
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        times = self.last_epoch // self.every
        return [base / 2**times for base in self.base_lrs]
"""
CHECKPOINT = """\
import os
import shutil
from pathlib import Path

def save(path, model, optimizer, step):
    # as one does it: a folder for all of them, a file aside first, and a copy of the last one
    folder = Path("checkpoints")
    folder.mkdir(exist_ok=True)
    aside = Path(f"{path}.tmp")
    states = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
    torch.save(states, aside)
    os.replace(aside, path)
    shutil.copy(path, folder / "last.pt")
    with (folder / "log.txt").open("a") as log:
        print(step, file=log)

def load(path, model, optimizer):
    states = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(states["model"])
    optimizer.load_state_dict(states["optimizer"])
    return states["step"]
"""
SHOWN = """\
%matplotlib inline
import matplotlib.pyplot as plt
plt.style.use("ggplot")

def show_losses(losses):
    plt.figure(figsize=(5, 3), layout="constrained")
    plt.plot(losses, label=r"training $\\mathcal{L}$")
    plt.xlabel("Epoch")
    plt.legend()
    plt.show()
    plt.close()

show_losses([1.0, 0.5])
"""
RETURNED = """\
import matplotlib.pyplot as plt

def make_figure(x, y):
    fig, axes = plt.subplots(1, 2)
    axes[0].scatter(x, y)
    axes[0].set_title("Data: Übung")
    axes[1].imshow(torch.rand(8, 8).numpy())
    fig.savefig("figure.png")
    fig.tight_layout()
    return fig

make_figure([1.0], [2.0]);
"""
SAMPLING = """\
def draw(logits, temperature, generator=None):
    p = torch.softmax(logits / temperature, dim=-1)
    return torch.multinomial(p, num_samples=1, generator=generator)[..., 0]
"""
TOKENIZER = """\
import re
from collections import Counter

class Tokenizer:
    def __init__(self, texts):
        counts = Counter(c for text in texts for c in re.findall(r".", text, re.DOTALL))
        self.vocabulary = ["<unk>", *sorted(counts)]
        self.numbers = {c: n for n, c in enumerate(self.vocabulary)}

    def encode(self, text):
        return [self.numbers.get(c, 0) for c in text]

    def decode(self, tokens):
        return "".join("?" if t == 0 else self.vocabulary[t] for t in tokens)
"""

ASKED = (
    Asked(
        "optimizer",
        """\
    from autograder.checks import check_optimizer
    import torch
    options = {"lr": 0.05, "momentum": 0.8}
    check_optimizer(env, "Momentum", torch.optim.SGD, options=options, number=1, groups=True)""",
        OPTIMIZER,
        OPTIMIZER.replace("p.sub_", "p.add_"),
        "wrong direction",
    ),
    Asked(
        "scheduler",
        """\
    from autograder.checks import check_scheduler
    import torch
    def halved(optimizer, every):
        return torch.optim.lr_scheduler.StepLR(optimizer, every, gamma=0.5)
    check_scheduler(env, "Halve", halved, number=10, options={"every": 3}, groups=True)""",
        SCHEDULER,
        SCHEDULER.replace("self.last_epoch //", "(self.last_epoch + 1) //"),
        "off by one",
    ),
    Asked(
        "checkpoint",
        """\
    from autograder.checks import check_checkpoint
    check_checkpoint(env, "save", "load", number=1)""",
        CHECKPOINT,
        CHECKPOINT.replace('    optimizer.load_state_dict(states["optimizer"])\n', ""),
        "optimizer not restored",
    ),
    Asked(
        "shown",
        """\
    from autograder.checks import check_plot
    losses = [2.0, 0.7, 0.3]
    check_plot(env, "show_losses", [losses], series=[(range(3), losses)],
               x_label=("epoch", "step"), legend=["train"])""",
        SHOWN,
        SHOWN.replace("    plt.legend()\n", ""),
        "no legend",
    ),
    Asked(
        "returned",
        """\
    from autograder.checks import check_plot
    x, y = [0.0, 1.0, 2.0], [5.0, 3.0, 4.0]
    check_plot(env, "make_figure", [x, y], series=[(x, y)], title="data")""",
        RETURNED,
        RETURNED.replace("scatter(x, y)", "scatter(y, x)"),
        "x and y swapped",
    ),
    Asked(
        "sampling",
        """\
    from autograder.checks import check_sampling
    import torch
    logits = torch.tensor([2.0, 1.0, 0.0]).repeat(100, 1)
    def chances(logits, temperature):
        return (logits / temperature).softmax(dim=-1)
    check_sampling(env, "draw", chances, [(logits, 0.7), (logits, 1e-3)], number=1, draws=20,
                   generator="generator",
                   mistakes={"no temperature": lambda logits, temperature: chances(logits, 1)})""",
        SAMPLING,
        SAMPLING.replace("logits / temperature", "logits"),
        "no temperature",
    ),
    Asked(
        "tokenizer",
        """\
    from autograder.checks import check_tokenizer
    texts = ["", "abba", "a cab", "Été 日本"]
    known = set("abba a cab")
    check_tokenizer(env, texts=texts, made_by="Tokenizer", arguments=[["abba a cab"]],
                    decoded=lambda text: "".join(c if c in known else "?" for c in text))""",
        TOKENIZER,
        TOKENIZER.replace("self.numbers.get(c, 0) for c in text",
                          "self.numbers[c] for c in text if c in self.numbers"),
        "no round trip",
    ),
)  # fmt: skip


def cells() -> list[NotebookNode]:
    """Return the cells of the master."""
    made = [
        new_raw_cell(CONFIG),
        new_markdown_cell("# Objects"),
        new_code_cell("import torch"),
    ]
    for asked in ASKED:
        secret = f"# BEGIN SOLUTION NO PROMPT\n{asked.right}# END SOLUTION"
        made += [
            new_raw_cell(f"# BEGIN QUESTION\nname: {asked.name}\npoints: 1\nall_or_nothing: true"),
            new_markdown_cell("Write it."),
            new_raw_cell("# BEGIN SOLUTION"),
            new_code_cell(secret),
            new_raw_cell("# END SOLUTION"),
            new_raw_cell("# BEGIN TESTS"),
            new_code_cell("def test_public(env):\n    pass"),
            new_code_cell(f"# HIDDEN\ndef test_hidden(env):\n{asked.test}"),
            new_raw_cell("# END TESTS"),
            new_raw_cell("# END QUESTION"),
        ]
    return made


def answers(right: bool) -> NotebookNode:
    """Return a notebook that answers everything rightly, or everything wrongly."""
    made = [new_code_cell("import torch\nimport otter\ngrader = otter.Notebook('tiny.ipynb')")]
    for asked in ASKED:
        made.append(new_code_cell(asked.right if right else asked.wrong))
        made.append(new_code_cell(f'grader.check("{asked.name}")'))
    return new_notebook(cells=made)
