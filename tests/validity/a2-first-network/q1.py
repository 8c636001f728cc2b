# %% right | the plain plus
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The sum of two tensors of the same shape, element by element."""
    return a + b

# %% right | torch.add, arange and reshape
scalar = torch.tensor(5.0) / 2
vector = torch.Tensor([1, -2, 0.5])
matrix = torch.arange(1.0, 7.0).reshape(2, 3)


def add_matrices(a, b):
    total = torch.add(a, b)
    return total

# %% right | adds in place to its own copy
scalar = torch.tensor([2.5]).squeeze()
vector = torch.tensor((1., -2., .5))
row_1 = [1., 2., 3.]
row_2 = [4., 5., 6.]
matrix = torch.tensor([row_1, row_2])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    result = a.clone()
    result += b
    return result

# %% right | stacks and sums, double precision tensors
scalar = torch.tensor(2.5, dtype=torch.float64)
vector = torch.tensor([1, -2, 0.5], dtype=torch.float64)
matrix = torch.tensor([[1, 2, 3], [4, 5, 6]], dtype=torch.float64)


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.stack([a, b], dim=0).sum(dim=0)

# %% right | element by element over the flattened tensors
scalar = torch.full((), 2.5)
vector = torch.tensor([1, -2, 0.5])
matrix = torch.tensor([[1, 2, 3], [4, 5, 6]]).float()


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    numbers = []
    for p, q in zip(a.flatten().tolist(), b.flatten().tolist()):
        numbers.append(p + q)
    return torch.tensor(numbers, dtype=a.dtype).reshape(a.shape)

# %% right | minus the negative
scalar = torch.tensor(2.5)
vector = torch.zeros(3)
vector[0] = 1.0
vector[1] = -2.0
vector[2] = 0.5
matrix = torch.stack([torch.tensor([1.0, 2.0, 3.0]), torch.tensor([4.0, 5.0, 6.0])])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return a - (-b)

# %% plain | integer tensors | float|decimal|whole|integer|point|dtype|\btypes?\b
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1, 2, 3], [4, 5, 6]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return a + b

# %% plain | scalar in brackets | shape|bracket|dimension
scalar = torch.tensor([2.5])
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return a + b

# %% plain | glues the tensors together | shape|\bcat\b|glue|element by element|concat
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.cat([a, b])

# %% plain | prints the sum and returns nothing | return|none
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    print(a + b)

# %% plain | adds up all the elements to one number | shape|element by element|each element|single
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return a.sum() + b.sum()

# %% plain | lists in place of tensors | tensor|\blists?\b
scalar = 2.5
vector = [1.0, -2.0, 0.5]
matrix = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]


def add_matrices(a, b):
    return a + b

# %% subtle | changes a in place | in place|changed|change|leave|as (they|it) (are|was|were)|new tensor
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    a += b
    return a

# %% subtle | the numbers of the vector in another order | vector|order|element
scalar = torch.tensor(2.5)
vector = torch.tensor([-2.0, 0.5, 1.0])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return a + b

# %% subtle | matrix filled column by column | matrix|\brows?\b|column|order
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return a + b

# %% subtle | loops over rows and columns, so only two dimensions | shape|dimension|vector|scalar|1-?d
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    total = torch.zeros_like(a)
    for row in range(a.shape[0]):
        for column in range(a.shape[1]):
            total[row, column] = a[row, column] + b[row, column]
    return total

# %% subtle | hard-coded size two by three | shape|size|2, 3|dimension
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    result = torch.empty(2, 3)
    for i in range(2):
        for j in range(3):
            result[i][j] = a[i][j] + b[i][j]
    return result

# %% subtle | row by row, so a scalar tensor fails | shape|dimension|scalar|0-?d|no dimensions
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.stack([p + q for p, q in zip(a, b)])

# %% subtle | the type is lost, always float32 | dtype|\btypes?\b|float64|float32|precision|digits|double
scalar = torch.tensor(2.5)
vector = torch.tensor([1.0, -2.0, 0.5])
matrix = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add_matrices(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    total = torch.zeros(a.shape)
    total += a.float()
    total += b.float()
    return total
