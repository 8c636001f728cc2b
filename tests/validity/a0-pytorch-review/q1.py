# %% right | the four formulas, one line each
def forward(x: torch.Tensor) -> torch.Tensor:
    """The network's answers for a batch of points: x is (N, 3), the result is (N, 2)."""
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    return y_hat


# %% right | functional linear with transposed weights
import torch.nn.functional as F


def forward(x):
    hidden = F.relu(F.linear(x, W1.T, B1.squeeze(0)))
    return F.linear(hidden, W2.T, B2.squeeze(0)).sigmoid()


# %% right | addmm and clamp, methods only
def forward(x: torch.Tensor) -> torch.Tensor:
    h = torch.addmm(B1, x, W1).clamp(min=0)
    return torch.addmm(B2, h, W2).sigmoid()


# %% right | helpers for relu and sigmoid written from the formulas
def my_relu(t):
    return torch.where(t > 0, t, torch.zeros_like(t))


def my_sigmoid(t):
    return 1 / (1 + torch.exp(-t))


def forward(x: torch.Tensor) -> torch.Tensor:
    """x is (N, 3), the result is (N, 2)"""
    z1 = torch.matmul(x, W1) + B1
    h = my_relu(z1)
    z2 = torch.matmul(h, W2) + B2
    return my_sigmoid(z2)


# %% right | one point after the other, filling a new tensor
def forward(x: torch.Tensor) -> torch.Tensor:
    n_points = x.shape[0]
    y_hat = torch.empty(n_points, 2)
    for n in range(n_points):
        row = x[n : n + 1]
        h = torch.relu(row @ W1 + B1)
        y_hat[n] = torch.sigmoid(h @ W2 + B2)[0]
    return y_hat


# %% right | einsum, relu as a product with the mask, in place on own values
def forward(x: torch.Tensor) -> torch.Tensor:
    z1 = torch.einsum("ni,ij->nj", x, W1)
    z1 += B1
    h = z1 * (z1 > 0)
    z2 = torch.einsum("nj,jk->nk", h, W2)
    z2 += B2
    return z2.sigmoid_()


# %% plain | no relu between the layers | relu|max\(|nonlinear|negative|hidden units|\bh\b
def forward(x: torch.Tensor) -> torch.Tensor:
    z1 = x @ W1 + B1
    z2 = z1 @ W2 + B2
    y_hat = torch.sigmoid(z2)
    return y_hat


# %% plain | biases forgotten | bias|\bB1\b|\bB2\b
def forward(x: torch.Tensor) -> torch.Tensor:
    z1 = x @ W1
    h = torch.relu(z1)
    z2 = h @ W2
    return torch.sigmoid(z2)


# %% plain | returns z2 without the sigmoid | sigmoid|between 0 and 1|last (line|formula)|squeez
def forward(x: torch.Tensor) -> torch.Tensor:
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    return z2


# %% plain | softmax in place of the sigmoid | softmax|adds? up to 1|sums? to (1|one)
def forward(x: torch.Tensor) -> torch.Tensor:
    z1 = x @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.softmax(z2, dim=1)
    return y_hat


# %% plain | sigmoid in the hidden layer as well | relu|hidden|\bh\b|sigmoid.*(twice|first)
def forward(x: torch.Tensor) -> torch.Tensor:
    h = torch.sigmoid(x @ W1 + B1)
    y_hat = torch.sigmoid(h @ W2 + B2)
    return y_hat


# %% plain | a second relu before the sigmoid | relu|negative|below (0\.5|one half)|\bz2\b
def forward(x: torch.Tensor) -> torch.Tensor:
    h = torch.relu(x @ W1 + B1)
    z2 = torch.relu(h @ W2 + B2)
    return torch.sigmoid(z2)


# %% subtle | uses the global X in place of x | global|argument|ignore|same answers|visible
def forward(x: torch.Tensor) -> torch.Tensor:
    z1 = X @ W1 + B1
    h = torch.relu(z1)
    z2 = h @ W2 + B2
    y_hat = torch.sigmoid(z2)
    return y_hat


# %% subtle | keeps copies of the starting weights | (current|new|start\w*) weights|global|cop(y|ies)
first_layer = (W1.clone(), B1.clone())
second_layer = (W2.clone(), B2.clone())


def forward(x: torch.Tensor) -> torch.Tensor:
    h = torch.relu(x @ first_layer[0] + first_layer[1])
    return torch.sigmoid(h @ second_layer[0] + second_layer[1])


# %% subtle | weights bound as default arguments | (current|new|start\w*) weights|global|default
def forward(x: torch.Tensor, W1=W1, B1=B1, W2=W2, B2=B2) -> torch.Tensor:
    z1 = x @ W1 + B1
    h = z1.relu()
    z2 = h @ W2 + B2
    return z2.sigmoid()


# %% subtle | hard-coded number of points | any N|number of (points|rows)|20|hard.?coded|batch
def forward(x: torch.Tensor) -> torch.Tensor:
    y_hat = torch.zeros(20, 2)
    for n in range(20):
        z1 = x[n] @ W1 + B1[0]
        h = torch.relu(z1)
        z2 = h @ W2 + B2[0]
        y_hat[n] = torch.sigmoid(z2)
    return y_hat


# %% subtle | transposes x in place | in place|x (is|was|has been|has) .*(changed|shape)|leave x
def forward(x: torch.Tensor) -> torch.Tensor:
    z1 = W1.T @ x.t_() + B1.T
    h = torch.relu(z1)
    z2 = W2.T @ h + B2.T
    return torch.sigmoid(z2).T


# %% subtle | squeezes, so one point gives shape (2,) | squeeze|one point|single|N ?= ?1|shape
def forward(x: torch.Tensor) -> torch.Tensor:
    z1 = (x @ W1 + B1).squeeze()
    h = torch.relu(z1)
    z2 = h @ W2 + B2.squeeze()
    return torch.sigmoid(z2).squeeze()


# %% subtle | hidden values are cut off at 1 | relu|clamp|above 1|larger|large|cut|hidden
def forward(x: torch.Tensor) -> torch.Tensor:
    z1 = x @ W1 + B1
    h = z1.clamp(0, 1)
    z2 = h @ W2 + B2
    return torch.sigmoid(z2)


# %% right | products the other way round, and biases broadcast before the activation
def forward(x: torch.Tensor) -> torch.Tensor:
    hidden = torch.nn.ReLU()((W1.T @ x.T).T + B1)
    return torch.special.expit(torch.tensordot(hidden, W2, dims=1).add(B2))


# %% right | without recording
@torch.no_grad()
def forward(x: torch.Tensor) -> torch.Tensor:
    h = torch.relu(x @ W1 + B1)
    return torch.sigmoid(h @ W2 + B2)


# %% right | detaches the hidden units
def forward(x: torch.Tensor) -> torch.Tensor:
    h = torch.relu(x @ W1 + B1).detach()
    return torch.sigmoid(h @ W2 + B2)


# %% right | the answers are made anew as a list of numbers
def forward(x: torch.Tensor) -> torch.Tensor:
    rows = [torch.sigmoid(torch.relu(row @ W1 + B1) @ W2 + B2)[0].tolist() for row in x]
    return torch.tensor(rows)


# %% subtle | turns the weights around in place | in place|W1|weights|leave
def forward(x: torch.Tensor) -> torch.Tensor:
    h = torch.relu(x @ W1 + B1)
    B1.sub_(B1.mean())
    return torch.sigmoid(h @ W2 + B2)


# %% subtle | remembers the answers for a batch size | remember|batch|same|wrong for|shape
answers_by_size = {}


def forward(x: torch.Tensor) -> torch.Tensor:
    if len(x) not in answers_by_size:
        h = torch.relu(x @ W1 + B1)
        answers_by_size[len(x)] = torch.sigmoid(h @ W2 + B2)
    return answers_by_size[len(x)]


# %% subtle | the hidden units are scaled to at most 1 | relu|hidden|\bh\b|formula|instead of
def forward(x: torch.Tensor) -> torch.Tensor:
    h = torch.relu(x @ W1 + B1)
    h = h / h.abs().max().clamp(min=1)
    return torch.sigmoid(h @ W2 + B2)
