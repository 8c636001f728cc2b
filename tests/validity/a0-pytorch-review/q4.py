# %% right | two linear layers, torch functions
class ToyModel(nn.Module):
    """Three inputs, four hidden units with ReLU, two outputs with sigmoid."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x is (N, 3); the result is (N, 2)."""
        h = torch.relu(self.hidden(x))
        return torch.sigmoid(self.output(h))


# %% right | one Sequential with everything
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Sigmoid())

    def forward(self, x):
        return self.layers(x)


# %% right | sizes as default arguments, functional relu, methods
import torch.nn.functional as F


class ToyModel(nn.Module):
    def __init__(self, n_in: int = 3, n_hidden: int = 4, n_out: int = 2):
        super().__init__()
        self.fc1 = nn.Linear(in_features=n_in, out_features=n_hidden)
        self.fc2 = nn.Linear(in_features=n_hidden, out_features=n_out, bias=True)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = self.fc2(x)
        return x.sigmoid()


# %% right | ModuleList and a list of activations
class ToyModel(nn.Module):
    def __init__(self):
        super(ToyModel, self).__init__()
        sizes = [3, 4, 2]
        self.linears = nn.ModuleList([nn.Linear(i, o) for i, o in zip(sizes, sizes[1:])])
        self.activations = [nn.ReLU(inplace=True), nn.Sigmoid()]

    def forward(self, x):
        for linear, activation in zip(self.linears, self.activations):
            x = activation(linear(x))
        return x


# %% right | derived from Sequential, forward inherited
class ToyModel(nn.Sequential):
    """Three inputs, four hidden units with ReLU, two outputs with sigmoid."""

    def __init__(self):
        super().__init__(
            nn.Linear(3, 4),
            nn.ReLU(),
            nn.Linear(4, 2),
            nn.Sigmoid(),
        )


# %% right | add_module, clamp, parts in a loop
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        for number, (inputs, outputs) in enumerate([(3, 4), (4, 2)], start=1):
            self.add_module(f"linear{number}", nn.Linear(inputs, outputs))
        self.squash = nn.Sigmoid()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.linear1(x).clamp(min=0)
        return self.squash(self.linear2(h))


# %% plain | no relu between the layers | relu|nonlinear|hidden units|linear layers in a row
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 2)

    def forward(self, x):
        x = self.fc1(x)
        x = self.fc2(x)
        return torch.sigmoid(x)


# %% plain | no sigmoid at the end | sigmoid|between 0 and 1|after the last layer
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))

    def forward(self, x):
        return self.net(x)


# %% plain | layers hidden in a Python list | parameters|list|regist|attribute
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Sigmoid()]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


# %% plain | layers made anew in each forward | parameters|regist|attribute|__init__|anew|each call
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()

    def forward(self, x):
        h = torch.relu(nn.Linear(3, 4)(x))
        return torch.sigmoid(nn.Linear(4, 2)(h))


# %% plain | softmax at the end | softmax|sigmoid|adds? up|sums? to
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.fc1(x))
        return torch.softmax(self.fc2(h), dim=1)


# %% plain | sizes of the layers swapped | shape|size|inputs|outputs|order|swap|mat1|3 to 4
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 3)
        self.fc2 = nn.Linear(2, 4)

    def forward(self, x):
        h = torch.relu(self.fc1(x))
        return torch.sigmoid(self.fc2(h))


# %% subtle | seed set in the constructor | seed|random|same (weights|start)|initiali|two models
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.hidden = nn.Linear(3, 4)
        self.output = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.hidden(x))
        return torch.sigmoid(self.output(h))


# %% subtle | initialises the weights itself | initiali|random|default|starting weights|as it is
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 2)
        for p in self.parameters():
            nn.init.normal_(p, std=0.2)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))


# %% subtle | own parameters in place of nn.Linear | nn\.Linear|linear layer|initiali
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.A1 = nn.Parameter(torch.randn(4, 3) * 0.2)
        self.b1 = nn.Parameter(torch.zeros(4))
        self.A2 = nn.Parameter(torch.randn(2, 4) * 0.2)
        self.b2 = nn.Parameter(torch.zeros(2))

    def forward(self, x):
        h = torch.relu(x @ self.A1.T + self.b1)
        return torch.sigmoid(h @ self.A2.T + self.b2)


# %% subtle | all models share the same layers | share|same (weights|layers|parameters)|new|own
hidden_layer = nn.Linear(3, 4)
output_layer = nn.Linear(4, 2)


class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = hidden_layer
        self.output = output_layer

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


# %% subtle | hidden values detached | detach|gradient|graph|first layer|grad
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.fc1(x)).detach()
        return torch.sigmoid(self.fc2(h))


# %% subtle | uses the global X in forward | global|argument|ignore|same answers
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.fc1(X))
        return torch.sigmoid(self.fc2(h))


# %% subtle | leaky relu in place of relu | relu|leaky|negative|hidden units
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(3, 4), nn.LeakyReLU(), nn.Linear(4, 2), nn.Sigmoid()
        )

    def forward(self, x):
        return self.net(x)


# %% subtle | dropout between the layers | dropout|differ|twice|random|same (answer|result)|relu
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.drop = nn.Dropout(0.1)
        self.fc2 = nn.Linear(4, 2)

    def forward(self, x):
        h = self.drop(torch.relu(self.fc1(x)))
        return torch.sigmoid(self.fc2(h))


# %% subtle | squeezes, so one point gives shape (2,) | squeeze|one point|single|N ?= ?1|shape
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 2)

    def forward(self, x):
        h = torch.relu(self.fc1(x))
        return torch.sigmoid(self.fc2(h)).squeeze()


# %% right | layers in a dict of modules, activations by name
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleDict({"first": nn.Linear(3, 4), "second": nn.Linear(4, 2)})

    def forward(self, x):
        h = nn.functional.relu(self.parts["first"](x))
        return nn.functional.sigmoid(self.parts["second"](h))


# %% subtle | Xavier's initialisation for the output | initiali|starting (weights|values)|as it is
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 2)
        nn.init.xavier_uniform_(self.fc2.weight)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))


# %% subtle | biases begin at zero | initiali|start|same values
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 2)
        nn.init.zeros_(self.fc1.bias)
        nn.init.zeros_(self.fc2.bias)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))


# %% subtle | dropout that never ends | dropout|random|twice|two different
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 2)

    def forward(self, x):
        h = nn.functional.dropout(torch.relu(self.fc1(x)), 0.2)
        return torch.sigmoid(self.fc2(h))


# %% subtle | rounds when it is not training | eval|training mode|round
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 2)

    def forward(self, x):
        y_hat = torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))
        return y_hat if self.training else y_hat.round()


# %% subtle | the first layer cannot be trained | train|gradient|optimi[sz]er
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4).requires_grad_(False)
        self.fc2 = nn.Linear(4, 2)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))


# %% subtle | layers copied from a pair outside | same (weights|values)|new|own|the line run
import copy

pair = nn.ModuleList([nn.Linear(3, 4), nn.Linear(4, 2)])


class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = copy.deepcopy(pair)

    def forward(self, x):
        return torch.sigmoid(self.layers[1](torch.relu(self.layers[0](x))))
