# %% right | three entries
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    """Write all that is needed to go on with a training."""
    checkpoint = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": epoch,
    }
    torch.save(checkpoint, path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Bring model and optimizer into the saved state; returns the saved epoch."""
    checkpoint = torch.load(path)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]

# %% right | an open file, a dictionary by keywords
def save_checkpoint(path, model, optimizer, epoch):
    with open(path, "wb") as file:
        torch.save(
            dict(
                epoch=int(epoch),
                model_state_dict=model.state_dict(),
                optimizer_state_dict=optimizer.state_dict(),
            ),
            file,
        )


def load_checkpoint(path, model, optimizer):
    with open(path, "rb") as file:
        saved = torch.load(file, weights_only=True)
    optimizer.load_state_dict(saved["optimizer_state_dict"])
    model.load_state_dict(saved["model_state_dict"])
    return saved["epoch"]

# %% right | a list in place of a dictionary, onto the CPU
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    torch.save([part.state_dict() for part in (model, optimizer)] + [epoch], path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    model_state, optimizer_state, epoch = torch.load(path, map_location="cpu")
    for part, state in ((model, model_state), (optimizer, optimizer_state)):
        part.load_state_dict(state)
    return epoch

# %% right | pickle of bytes in memory, written with pathlib
import io
from pathlib import Path


def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    buffer = io.BytesIO()
    state = {"epoch": torch.tensor(epoch), "net": model.state_dict()}
    state["opt"] = optimizer.state_dict()
    torch.save(state, buffer)
    Path(path).write_bytes(buffer.getvalue())


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(io.BytesIO(Path(path).read_bytes()))
    model.load_state_dict(state["net"])
    optimizer.load_state_dict(state["opt"])
    return state["epoch"].item()

# %% plain | saved, but the state is not loaded into the model | load_state_dict|in the model that|weight and bias|given model|the given
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save(state, path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(path)
    model = state["model"]
    optimizer = state["optimizer"]
    return state["epoch"]

# %% plain | no epoch is returned | epoch|return|none
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save(state, path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(path)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])

# %% plain | whole objects, which torch.load refuses | refuse|whole|state_dict|weights.only|unpickl
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    torch.save({"model": model, "optimizer": optimizer, "epoch": epoch}, path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(path)
    model.load_state_dict(state["model"].state_dict())
    optimizer.load_state_dict(state["optimizer"].state_dict())
    return state["epoch"]

# %% plain | returns the next epoch | epoch
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save(state, path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(path)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return state["epoch"] + 1

# %% subtle | only the model, no state of the optimiser | optimi[sz]er|momentum|memory|state
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    torch.save({"model": model.state_dict(), "epoch": epoch}, path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(path)
    model.load_state_dict(state["model"])
    return state["epoch"]

# %% subtle | parameters without the buffers | buffer|running|batch ?norm|state_dict|statistic
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    state = {
        "parameters": [p.detach() for p in model.parameters()],
        "optimizer": optimizer.state_dict(),
        "epoch": epoch,
    }
    torch.save(state, path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(path)
    with torch.no_grad():
        for p, saved in zip(model.parameters(), state["parameters"], strict=True):
            p.copy_(saved)
    optimizer.load_state_dict(state["optimizer"])
    return state["epoch"]

# %% subtle | of the optimiser only the learning rate | optimi[sz]er|momentum|memory|state
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    state = {
        "model": model.state_dict(),
        "lr": optimizer.param_groups[0]["lr"],
        "epoch": epoch,
    }
    torch.save(state, path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(path)
    model.load_state_dict(state["model"])
    for group in optimizer.param_groups:
        group["lr"] = state["lr"]
    return state["epoch"]

# %% subtle | kept in memory and not in the file | \bfile|\bpath|memory|\bdisk|write|\blive\b|global|variable
checkpoints = {}


def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    checkpoints[path] = (model.state_dict(), optimizer.state_dict(), epoch)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    model_state, optimizer_state, epoch = checkpoints[path]
    model.load_state_dict(model_state)
    optimizer.load_state_dict(optimizer_state)
    return epoch

# %% subtle | always the same file, path is ignored | \bpath|\bfile|same file|\bnames?\b
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save(state, "checkpoint.pt")


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load("checkpoint.pt")
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return state["epoch"]

# %% subtle | the momentum buffers of SGD only | optimi[sz]er|adam|momentum|memory|state
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    buffers = [optimizer.state[p].get("momentum_buffer") for p in model.parameters()]
    torch.save({"model": model.state_dict(), "momentum": buffers, "epoch": epoch}, path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(path)
    model.load_state_dict(state["model"])
    for p, buffer in zip(model.parameters(), state["momentum"], strict=True):
        if buffer is not None:
            optimizer.state[p]["momentum_buffer"] = buffer
    return state["epoch"]

# %% subtle | whole objects and weights_only off | object|state_dict|whole|weights_only|pickle|tensors, numbers|class
def save_checkpoint(
    path: str, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int
) -> None:
    torch.save({"model": model, "optimizer": optimizer, "epoch": epoch}, path)


def load_checkpoint(path: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(path, weights_only=False)
    model.load_state_dict(state["model"].state_dict())
    optimizer.load_state_dict(state["optimizer"].state_dict())
    return state["epoch"]
