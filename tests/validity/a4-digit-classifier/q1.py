# %% right | clone, requires_grad_, backward
def vector_jacobian(a: torch.Tensor, r: torch.Tensor) -> torch.Tensor:
    own = a.detach().clone().requires_grad_()
    squares = own**2
    squares.backward(gradient=r)
    return own.grad

# %% right | pow and positional gradient
def vector_jacobian(a, r):
    x = a.clone().detach()
    x.requires_grad = True
    q = torch.pow(x, 2)
    q.backward(r)
    gradient = x.grad
    return gradient

# %% right | nn.Parameter, product with itself
def vector_jacobian(a: torch.Tensor, r: torch.Tensor) -> torch.Tensor:
    p = nn.Parameter(a.detach().clone())
    (p * p).backward(gradient=r)
    return p.grad.detach().clone()

# %% right | enable_grad block and einsum for the squares
def vector_jacobian(a: torch.Tensor, r: torch.Tensor) -> torch.Tensor:
    with torch.enable_grad():
        mine = a.detach().requires_grad_(True)
        q = torch.einsum("i,i->i", mine, mine)
        q.backward(gradient=r.detach())
    return mine.grad

# %% right | inner helper function
def vector_jacobian(a: torch.Tensor, r: torch.Tensor) -> torch.Tensor:
    def vjp(function, point, weights):
        point = point.detach().clone().requires_grad_()
        function(point).backward(gradient=weights)
        return point.grad

    return vjp(torch.square, a, r)

# %% plain | backward without the weights, r ignored | \br\b|weight
def vector_jacobian(a, r):
    own = a.detach().clone().requires_grad_()
    q = own**2
    q.sum().backward()
    return own.grad

# %% plain | returns what backward returns | None|return|grad
def vector_jacobian(a, r):
    own = a.detach().clone().requires_grad_()
    q = own**2
    return q.backward(gradient=r)

# %% plain | returns the weighted squares, no gradient | derivative|gradient|square|paper
def vector_jacobian(a, r):
    own = a.detach().clone().requires_grad_()
    q = own**2
    q.backward(gradient=r)
    return q.detach() * r

# %% plain | the weights count twice | twice|weight|\br\b|derivative|paper
def vector_jacobian(a, r):
    own = a.detach().clone().requires_grad_()
    q = r * own**2
    q.backward(gradient=r)
    return own.grad

# %% plain | returns the sum of the gradient | shape|sum|scalar|vector
def vector_jacobian(a, r):
    own = a.detach().clone().requires_grad_()
    (own**2).backward(gradient=r)
    return own.grad.sum()

# %% plain | cubes instead of squares | square|cube|power|derivative|paper
def vector_jacobian(a, r):
    own = a.detach().clone().requires_grad_()
    (own**3).backward(gradient=r)
    return own.grad

# %% subtle | works on the caller's a if it requires gradients | caller|accumul|own|already|\.grad\b
def vector_jacobian(a, r):
    own = a if a.requires_grad else a.clone().requires_grad_()
    q = own**2
    q.backward(gradient=r)
    return own.grad

# %% subtle | formula from paper inside the function | autograd|paper|formula|by hand|backward
def vector_jacobian(a, r):
    own = a.detach().clone()
    return 2 * r * own

# %% subtle | switches the caller's a on and off again | caller|own|requires_grad|requires grad|left
def vector_jacobian(a, r):
    a.requires_grad_(True)
    a.grad = None
    q = a**2
    q.backward(gradient=r)
    result = a.grad.clone()
    a.grad = None
    a.requires_grad_(False)
    return result

# %% subtle | not detached, the call reaches into the caller's graph | detach|caller|graph|\.grad\b
def vector_jacobian(a, r):
    own = a.clone()
    if not own.requires_grad:
        own.requires_grad_()
    own.retain_grad()
    (own**2).backward(gradient=r)
    return own.grad

# %% subtle | size 3 hard-coded | size|length|three|hard|other number|\bn\b|shape
def vector_jacobian(a, r):
    own = torch.zeros(3)
    for i in range(3):
        own[i] = a[i].detach()
    own.requires_grad_()
    (own**2).backward(gradient=r)
    return own.grad

# %% subtle | everything cast to float32 | dtype|float64|float32|double|precision|type
def vector_jacobian(a, r):
    own = torch.tensor(a.tolist(), dtype=torch.float32, requires_grad=True)
    weights = torch.tensor(r.tolist(), dtype=torch.float32)
    (own**2).backward(gradient=weights)
    return own.grad
