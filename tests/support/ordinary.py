"""Ordinary things that students do in notebooks, none of which may cost them a point."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Thing:
    """Something ordinary, done before a question and again behind it.

    Args:
        name: what it is.
        code: the cell. It has worked when it is run to its end, unless its first line already says
            ``worked = True``, as for things that may fail, in an ordinary notebook too.
        inside: a statement that ``forward`` executes as well.
        last: a further cell at the end of the notebook.
    """

    name: str
    code: str = ""
    inside: str = "pass"
    last: str = ""


DRAWING = Thing(
    "a thread that draws random numbers all the time",
    """\
import threading
def draw():
    while True:
        torch.rand(100_000)
threading.Thread(target=draw, daemon=True).start()
""",
    inside="torch.rand(1)",
)
"""Torch's generator has a lock, which a copy of the process inherits in the state it is in."""

THINGS = [
    Thing("nothing at all"),
    # A forked process hangs in its first parallel region if its parent has had one already.
    Thing(
        "four threads and big products",
        """\
torch.set_num_threads(4)
big = torch.rand(700, 700, requires_grad=True)
(big @ big).relu().sum().backward()
""",
        inside="(torch.rand(2000, 2000) @ torch.rand(2000, 2000)).exp().sum()",
    ),
    Thing(
        "a DataLoader with workers",
        """\
from torch.utils.data import DataLoader, Dataset
class Points(Dataset):
    def __len__(self):
        return 20
    def __getitem__(self, n):
        return X[n], Y[n]
loader = DataLoader(Points(), batch_size=5, num_workers=2, shuffle=True)
for epoch in range(2):
    assert sum(len(x) for x, y in loader) == 20
""",
    ),
    Thing(
        "a pool of processes",
        """\
import math
import multiprocessing
with multiprocessing.Pool(2) as pool:
    assert pool.map(math.sqrt, [4, 9]) == [2, 3]
""",
    ),
    Thing(
        "a background thread",
        """\
import threading, time
def count():
    while True:
        counted.append(time.sleep(0.01))
counted = []
threading.Thread(target=count, daemon=True).start()
""",
    ),
    Thing(
        "a background thread that nobody ends",
        """\
import threading, time
threading.Thread(target=lambda: time.sleep(10_000)).start()
""",
    ),
    Thing(
        "a thread that prints and computes all the time",
        """\
import threading
def chatter():
    while True:
        print((X.T @ X).sum())
threading.Thread(target=chatter, daemon=True).start()
""",
    ),
    Thing(
        "a pool of threads",
        """\
from concurrent.futures import ThreadPoolExecutor
pool = ThreadPoolExecutor(4)
assert list(pool.map(abs, [-1, 2])) == [1, 2]
""",
        inside="list(pool.map(abs, [-1, 2]))",
    ),
    Thing(
        "twenty figures",
        """\
%matplotlib inline
%config InlineBackend.figure_format = "retina"
for n in range(20):
    plt.figure()
    plt.plot(torch.rand(10))
    plt.show()
""",
    ),
    Thing(
        "a progress bar of 100000 updates",
        """\
try:
    from tqdm.auto import trange
except ModuleNotFoundError:
    for n in range(100_000):
        print(f"\\r{n / 1000:.0f}%", end="", flush=True)
else:
    for n in trange(100_000, mininterval=0):
        pass
""",
    ),
    Thing("input", "worked = True\nname = input('Your name? ')"),
    Thing("reading from stdin", "worked = True\nimport sys\nsys.stdin.read()"),
    Thing("top-level await", "import asyncio\nawait asyncio.sleep(0.01)"),
    Thing(
        "a task in the background of the event loop",
        """\
import asyncio
async def tick():
    while True:
        await asyncio.sleep(0.01)
task = asyncio.create_task(tick())
await asyncio.sleep(0.05)
""",
    ),
    Thing(
        "generators and dataclasses",
        """\
from dataclasses import dataclass
@dataclass
class Layer:
    width: int
layers = (Layer(n) for n in range(3))
""",
        inside="sum(layer.width for layer in layers)",
    ),
    Thing(
        "a module inside forward",
        """\
class Identity(nn.Module):
    def forward(self, x):
        return x
identity = nn.Sequential(Identity(), nn.Identity())
""",
        inside="x = identity(x)",
    ),
    Thing("warnings", "import warnings\nfor n in range(1000):\n    warnings.warn(f'number {n}')"),
    Thing("warnings as errors", "import warnings\nwarnings.simplefilter('error')"),
    Thing(
        "logging",
        """\
import logging
logging.basicConfig(level=logging.DEBUG, force=True)
logging.getLogger("student").error("text")
""",
    ),
    Thing("shell commands", "!echo text\nlines = !echo text\nassert lines == ['text']"),
    Thing("timing magics", "%time sum(range(1000))\n%timeit -n 2 -r 2 sum(range(1000))"),
    Thing("a cell magic", "%%time\nn = sum(range(1000))"),
    Thing("captured output", "%%capture captured\nprint('text')"),
    Thing(
        "a module written by a magic",
        "get_ipython().run_cell_magic('writefile', 'student_module.py', 'text = 1')",
        inside="import student_module; assert student_module.text == 1",
    ),
    Thing("autoreload", "%load_ext autoreload\n%autoreload 2"),
    Thing("a magic that does not exist", "worked = True\n%no_such_magic"),
    Thing("help", "torch.relu?\n??torch.relu\nhelp(torch.relu)"),
    Thing("pip install", "worked = True\n%pip install numpy\n!pip install --quiet torchinfo"),
    Thing("an import of Colab", "worked = True\nfrom google.colab import drive\ndrive.mount('/x')"),
    Thing(
        "files in its own folder",
        """\
from pathlib import Path
Path("data").mkdir(exist_ok=True)
Path("data/numbers.txt").write_text("1 2 3")
assert Path("data/numbers.txt").read_text() == open("data/numbers.txt").read()
""",
        inside="assert open('data/numbers.txt').read()",
    ),
    Thing(
        "temporary files",
        """\
import tempfile
with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as file:
    open(folder + "/a", "w").write("text")
    file.write(b"text")
""",
    ),
    Thing("a file in tmp", "worked = True\nopen('/tmp/student-a0.txt', 'w').write('text')"),
    Thing(
        "saved and loaded tensors",
        """\
torch.save({"X": X, "Y": Y}, "data.pt")
assert torch.equal(torch.load("data.pt")["X"], X)
torch.save(nn.Linear(2, 2), "module.pt")
torch.load("module.pt", weights_only=False)
""",
        inside="torch.load('data.pt')",
    ),
    Thing(
        "pickles of classes of the notebook",
        """\
import copy, pickle
class Point:
    x = 1
assert pickle.loads(pickle.dumps(Point())).x == copy.deepcopy(Point()).x
""",
    ),
    Thing(
        "a main guard",
        "reached = False\nif __name__ == '__main__':\n    reached = True\nassert reached",
    ),
    Thing(
        "its own source",
        "import inspect\ndef f():\n    return 1\nassert 'return 1' in inspect.getsource(f)",
    ),
    Thing(
        "random seeds",
        "import random, numpy\nrandom.seed(1)\nnumpy.random.seed(1)\ntorch.manual_seed(1)",
    ),
    Thing(
        "displayed objects",
        """\
from IPython.display import HTML, Image, Markdown, clear_output, display
display(HTML("<b>text</b>"), Markdown("*text*"), {"a": X})
clear_output(wait=True)
X
""",
    ),
    Thing(
        "a data frame",
        "worked = True\nimport pandas\ndisplay(pandas.DataFrame(X.numpy()).describe())",
    ),
    Thing("very long output", "print('long ' * 1_000_000)\nfor n in range(20_000):\n    print(n)"),
    Thing(
        "identifiers in other alphabets",
        "größe = ŷ = 学生 = 1\nprint('π ≈ 3 🎉')",
        inside="größe + ŷ",
    ),
    Thing("another sys.path", "import sys\nsys.path.insert(0, '.')\nsys.path.append('/content')"),
    Thing(
        "environment variables",
        "import os\nos.environ['HOME'] = os.environ['STUDENT'] = '/nowhere'",
    ),
    Thing(
        "another working directory",
        "import os\nos.makedirs('elsewhere', exist_ok=True)\nos.chdir('elsewhere')",
    ),
    Thing(
        "signal handlers",
        """\
import signal
for name in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD):
    signal.signal(name, signal.SIG_IGN)
""",
    ),
    Thing(
        "recursion",
        """\
import sys
sys.setrecursionlimit(3000)
def deep(n):
    return n and 1 + deep(n - 1)
assert deep(2000) == 2000
try:
    deep(-1)
except RecursionError as error:
    print(error)
""",
        inside="deep(500)",
    ),
    Thing(
        "another default dtype for a while",
        """\
torch.set_default_dtype(torch.float64)
assert torch.rand(2).dtype == torch.float64
torch.set_default_dtype(torch.float32)
""",
    ),
    Thing("deterministic algorithms", "torch.use_deterministic_algorithms(True)"),
    Thing(
        "anomaly detection and print options",
        """\
torch.autograd.set_detect_anomaly(True)
torch.set_printoptions(precision=2, sci_mode=False)
import numpy as np
np.seterr(all="raise")
""",
    ),
    Thing(
        "shadowed built-ins",
        "list = [1]\nsum = max = 0\ntype = id = str = 'text'\ninput = X\ndir = len",
    ),
    Thing(
        "star imports", "from numpy import *\nfrom math import *\nfrom torch import *\nimport torch"
    ),
    Thing("its own print", "def print(*values, **options):\n    pass"),
    Thing(
        "output sent elsewhere",
        "import io, sys\nsys.stdout = io.StringIO()\nsys.stderr = open('log', 'w')",
    ),
    Thing("a garbage collector that is off", "import gc\ngc.disable()\ngc.collect()"),
    Thing(
        "a subprocess",
        "import subprocess\nassert subprocess.run(['echo', 'a'], capture_output=True).stdout",
    ),
    Thing("exit in the last cell", last="exit()"),
    Thing("quit in the last cell", last="quit"),
    Thing("an error in every other cell", "worked = True\n1 / 0"),
    Thing("a cell of comments", "# nothing here\n\n# or here"),
]
