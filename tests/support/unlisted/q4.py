"""Wrong solutions of q4: the network as a module."""

from tests.support.unlisted.mistake import Mistake

_LAYERS = """\
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)
"""
_LOST_TRACK = "^Autograd has lost track on the way"
_WITH = "^It computes what the network would with"
_RELU, _SIGMOID, _END = "torch.relu(self", "torch.sigmoid(self", "return y_hat"

Q4 = [
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
