"""When modules are imported: once somebody asks for more than is needed at first, or as a whole."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

_MEANWHILE = "__meanwhile__"


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until what is imported meanwhile is there.

    NumPy, when it is interrupted then, prints that itself and says that it cannot be imported.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


class _Later(ModuleType):
    """Becomes the module itself when it is asked for what it has not."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)  # of a module that has no such thing either
        _import_now(self)
        return getattr(self, name)


def _import_now(module: _Later) -> None:
    """Import a module, its package first, as Python does."""
    spec = module.__spec__
    assert isinstance(spec, ModuleSpec)
    assert spec.loader
    package = sys.modules.get(spec.name.rpartition(".")[0])
    if isinstance(package, _Later):
        _import_now(package)
        if not isinstance(module, _Later):  # which needed it
            return
    module.__class__ = ModuleType  # type: ignore[assignment]
    for passing in vars(module).pop(_MEANWHILE):
        vars(module).pop(passing, None)  # else it would stand in the way of a module of that name
    module.__path__ = spec.submodule_search_locations or []
    spec.loader.exec_module(module)


def import_later(package: str, *, parts: bool, now: Sequence[str] = (), **meanwhile: Any) -> None:
    """Let a package count as imported, and import it when more of it is asked for.

    Nothing happens where it is imported already, or not installed.

    Args:
        parts: whether its modules can be imported without it. If not, to import one imports it.
        now: modules of it that are imported at once, by themselves; those that fail are not.
        meanwhile: what else it has until then.
    """
    spec = None if package in sys.modules else find_spec(package)
    if spec is None:
        return
    module = module_from_spec(spec)
    module.__class__ = _Later
    if not parts:
        del module.__path__
    sys.modules[package] = module
    for name in now:
        with suppress(Exception):
            meanwhile[name] = _import_alone(f"{package}.{name}", spec)
    vars(module).update(meanwhile, **{_MEANWHILE: tuple(meanwhile)})
    parent, _, name = package.rpartition(".")
    if parent:
        setattr(sys.modules[parent], name, module)


def _import_alone(name: str, package: ModuleSpec) -> ModuleType:
    """Import a module of a package without that.

    Raises:
        ImportError: there is none of this name.
        Exception: it cannot be run, whatever that raises.
    """
    spec = PathFinder.find_spec(name, package.submodule_search_locations)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
