# %% right | Sequential with Flatten(0, 1)
def make_model():
    return nn.Sequential(nn.Linear(3, 1), nn.Flatten(0, 1))


# %% right | layers added by name
def make_model() -> nn.Module:
    model = nn.Sequential()
    model.add_module("linear", nn.Linear(in_features=3, out_features=1, bias=True))
    model.add_module("flatten", nn.Flatten(start_dim=0, end_dim=1))
    return model


# %% right | Flatten(0), OrderedDict
from collections import OrderedDict


def make_model(n_features=3):
    parts = OrderedDict(linear=nn.Linear(n_features, 1), flat=nn.Flatten(0))
    return nn.Sequential(parts)


# %% right | list of layers unpacked, Unflatten not needed
def make_model():
    layers = [nn.Linear(3, 1)]
    layers.append(nn.Flatten(0, -1))
    return nn.Sequential(*layers)


# %% plain | no flatten | flatten|shape|\(N, 1\)
def make_model():
    return nn.Sequential(nn.Linear(3, 1))


# %% plain | plain Flatten | flatten|shape|\(N, 1\)|dimension
def make_model():
    return nn.Sequential(nn.Linear(3, 1), nn.Flatten())


# %% plain | no bias | bias
def make_model():
    return nn.Sequential(nn.Linear(3, 1, bias=False), nn.Flatten(0, 1))


# %% plain | sizes swapped | shape|inputs|outputs|mat1|size|order
def make_model():
    return nn.Sequential(nn.Linear(1, 3), nn.Flatten(0, 1))


# %% plain | no return | return|None
def make_model():
    model = nn.Sequential(nn.Linear(3, 1), nn.Flatten(0, 1))


# %% subtle | one model for all calls | new|same (model|object|weights|parameters)|share|each call|twice
shared_model = nn.Sequential(nn.Linear(3, 1), nn.Flatten(0, 1))


def make_model():
    return shared_model


# %% subtle | layer shared by all models | new|same (layer|weights|parameters)|share|each call
line = nn.Linear(3, 1)


def make_model():
    return nn.Sequential(line, nn.Flatten(0, 1))


# %% subtle | seed set inside | seed|random|same (weights|start|parameters|number)|initiali
def make_model():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 1), nn.Flatten(0, 1))


# %% subtle | weights set to zero | initiali|random|zero|constant
def make_model():
    linear = nn.Linear(3, 1)
    nn.init.zeros_(linear.weight)
    nn.init.zeros_(linear.bias)
    return nn.Sequential(linear, nn.Flatten(0, 1))


# %% subtle | squeeze of all dimensions, one point fails | squeeze|one (row|point)|single|N ?= ?1|shape
class Cubic(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 1)

    def forward(self, features):
        return self.linear(features).squeeze()


def make_model() -> nn.Module:
    return Cubic()


# %% subtle | relu at the end | relu|negative|linear|after the layer
def make_model():
    return nn.Sequential(nn.Linear(3, 1), nn.ReLU(), nn.Flatten(0, 1))


# %% subtle | hard-coded 2000 rows | hard.?coded|2000|any N|number of rows|shape
class Cubic(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 1)

    def forward(self, features):
        return self.linear(features).view(2000)


def make_model() -> nn.Module:
    return Cubic()
