# %% right | conditional expression, both tensors moved
def to_device(model: nn.Module, batch):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    return model.to(device), (x.to(device), y.to(device))

# %% right | torch.device and a tuple of a generator
def to_device(model, batch):
    if torch.cuda.is_available():
        device = torch.device("cuda")
    else:
        device = torch.device("cpu")
    model.to(device)
    return model, tuple(t.to(device) for t in batch)

# %% right | helper function, keyword argument
def best_device() -> str:
    return ["cpu", "cuda"][int(torch.cuda.is_available())]


def to_device(model: nn.Module, batch: tuple[torch.Tensor, torch.Tensor]):
    where = best_device()
    x = batch[0].to(device=where)
    y = batch[1].to(device=where)
    model = model.to(device=where)
    return model, (x, y)

# %% right | cuda and cpu methods, early return
def to_device(model, batch):
    x, y = batch
    if torch.cuda.is_available():
        return model.cuda(), (x.cuda(), y.cuda())
    return model.cpu(), (x.cpu(), y.cpu())

# %% plain | cuda without asking | cuda|GPU|is_available|without
def to_device(model, batch):
    x, y = batch
    device = torch.device("cuda")
    return model.to(device), (x.to(device), y.to(device))

# %% plain | returns the model only | two|pair|return|batch
def to_device(model, batch):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    for t in batch:
        t.to(device)
    return model.to(device)

# %% plain | three results in a row | pair|two|return|\(x, y\)
def to_device(model, batch):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    return model.to(device), x.to(device), y.to(device)

# %% plain | asks without calling the function | cuda|call|is_available|GPU
def to_device(model, batch):
    device = "cuda" if torch.cuda.is_available else "cpu"
    x, y = batch
    return model.to(device), (x.to(device), y.to(device))

# %% plain | calls to on the tuple | tuple|batch|tensor|attribute|each
def to_device(model, batch):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return model.to(device), batch.to(device)

# %% plain | x and y in the wrong order | order|x or y|passed in|swap|pair
def to_device(model, batch):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    y, x = batch
    return model.to(device), (x.to(device), y.to(device))

# %% subtle | result of to thrown away | thrown|return|moves nothing|tensor|assign|stay|new
def to_device(model, batch):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    model.to(device)
    x.to(device)
    y.to(device)
    return model, (x, y)

# %% subtle | always the CPU | cuda|GPU|CPU|where there is
def to_device(model, batch):
    device = torch.device("cpu")
    x, y = batch
    return model.to(device), (x.to(device), y.to(device))

# %% subtle | the labels stay where they are | label|\by\b|both|second|stay
def to_device(model, batch):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    x = x.to(device)
    return model.to(device), (x, y)

# %% subtle | moves the batch to wherever the model is | cuda|GPU|device|model|where there is
def to_device(model, batch):
    device = next(model.parameters()).device
    x, y = batch
    return model, (x.to(device), y.to(device))

# %% subtle | asks if PyTorch was built with CUDA | built|is_available|without a GPU|fail|there is
def to_device(model, batch):
    device = "cuda" if torch.version.cuda is not None else "cpu"
    x, y = batch
    return model.to(device), (x.to(device), y.to(device))

# %% subtle | buffers of the model stay behind | buffer|running|batch ?norm|module|everything
def to_device(model, batch):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    for parameter in model.parameters():
        parameter.data = parameter.data.to(device)
    x, y = (t.to(device) for t in batch)
    return model, (x, y)

# %% subtle | inputs become float32 on the way | dtype|float|double|type|passed in|numbers
def to_device(model, batch):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x, y = batch
    x = x.to(device, dtype=torch.float32)
    return model.to(device), (x, y.to(device))
