"""Networks that are nearly the right one: other activations, or none."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

from torch import nn

_ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "a ReLU": nn.ReLU,
    "a sigmoid": nn.Sigmoid,
    "a tanh": nn.Tanh,
    "a softmax": lambda: nn.Softmax(dim=-1),
    "a log-softmax": lambda: nn.LogSoftmax(dim=-1),
    "a softmax over the batch": lambda: nn.Softmax(dim=0),
    "a leaky ReLU": nn.LeakyReLU,
    "a GELU": nn.GELU,
}
_KINDS = (
    nn.ReLU, nn.Sigmoid, nn.Tanh, nn.Softmax, nn.LogSoftmax, nn.LeakyReLU, nn.GELU, nn.ELU, nn.SiLU
)  # fmt: skip
_ORDINAL = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def variations(architecture: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """Yield what becomes of a ``Sequential`` with other activations, the likeliest first.

    Yields:
        A phrase that completes "what the network would compute ...", and a module with the
        parameters of ``architecture``. Nothing for an architecture that is not a ``Sequential``.
    """
    layers = list(_flat(architecture))
    places = [i for i, layer in enumerate(layers) if isinstance(layer, _KINDS)]
    if not isinstance(architecture, nn.Sequential) or len(layers) > 2 * len(_ORDINAL):
        return

    def spelled(i: int) -> str:
        which = _ORDINAL[places.index(i)] if len(places) > 1 else "only"
        return f"its {which} activation"

    def edited(edits: Mapping[int, Sequence[nn.Module]]) -> nn.Module:
        parts = [edits.get(i, [layer]) for i, layer in enumerate(layers)]
        return nn.Sequential(*itertools.chain.from_iterable(parts))

    for i in places:
        yield f"without {spelled(i)}", edited({i: []})
    if len(places) > 1:
        yield "without any activation", edited({i: [] for i in places})
    for i, j in itertools.combinations(places, 2):
        phrase = f"with {spelled(i)} and {spelled(j)} exchanged"
        yield phrase, edited({i: [layers[j]], j: [layers[i]]})
    for i, (kind, make) in itertools.product(places, _ACTIVATIONS.items()):
        yield f"with {kind} in place of {spelled(i)}", edited({i: [make()]})
    for i, (kind, make) in itertools.product(range(len(layers)), _ACTIVATIONS.items()):
        if i + 1 not in places and not isinstance(layers[i], nn.Flatten):
            after = "the last layer" if i == len(layers) - 1 else f"layer {i + 1}"
            if i in places:
                after = spelled(i)
            yield f"with {kind} more, after {after}", edited({i: [layers[i], make()]})
        if i in places:
            yield f"with {kind} more, before {spelled(i)}", edited({i: [make(), layers[i]]})
    for i, j in itertools.combinations(places, 2):
        for (kind, make), (other, make_other) in itertools.product(_ACTIVATIONS.items(), repeat=2):
            phrase = f"with {kind} in place of {spelled(i)} and {other} in place of {spelled(j)}"
            yield phrase, edited({i: [make()], j: [make_other()]})


def _flat(module: nn.Module) -> Iterator[nn.Module]:
    """Yield the layers of a ``Sequential``, and of those in it."""
    for layer in module if isinstance(module, nn.Sequential) else ():
        if isinstance(layer, nn.Sequential):
            yield from _flat(layer)
        else:
            yield layer
