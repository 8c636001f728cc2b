"""What a graded name does in some calls: asked for beside the code, as plain data."""

# what runs beside student code has no annotations within, as they would be looked up there
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from typing import Any

from autograder.checks import probe


@probe
def observe(env: Any, name: str, calls: Any, seed: int, order: int) -> list[Any]:
    """Run beside an answer's code: make calls of a graded name, and return what each does.

    Args:
        name: the graded name.
        calls: for each call what an object is made with (None for a function, and a value is asked
            for where there are no steps either), the steps (a method or "", arguments, keyword
            arguments), and globals that are bound meanwhile.
        seed: what random numbers begin with before each call.
        order: which order of parameters of one shape gets the numbers that modules are filled with.
    """
    import copy
    import itertools
    import random

    import numpy as np
    import torch

    def begin():
        random.seed(seed)
        np.random.seed(seed)
        torch.default_generator.manual_seed(seed)  # of no other device, which takes long

    def plain(value, depth=0):
        if isinstance(value, torch.Tensor):
            return value.detach().clone()
        if isinstance(value, np.ndarray | np.generic):
            return np.array(value)
        if value is None or isinstance(value, bool | int | float | str | bytes):
            return value
        if depth < 4 and isinstance(value, dict):
            return {k: plain(v, depth + 1) for k, v in value.items() if isinstance(k, str | int)}
        if depth < 4 and isinstance(value, list | tuple):
            return [plain(one, depth + 1) for one in value[:200]]
        return {"object": True}

    def kind(value, depth=0):
        if isinstance(value, torch.Tensor):
            return f"a tensor of {str(value.dtype).removeprefix('torch.')}"
        if isinstance(value, np.ndarray):
            return f"an array of {value.dtype}"
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, list | tuple) and depth < 3:
            kinds = [kind(one, depth + 1) for one in value[:8]]
            return f"several: {', '.join(dict.fromkeys(kinds))}"
        return type(value).__name__

    def shape(value, depth=0):
        if isinstance(value, torch.Tensor | np.ndarray):
            return str(tuple(value.shape))
        if isinstance(value, list | tuple) and depth < 3:
            return [shape(one, depth + 1) for one in value[:200]]
        return ""

    def as_double(value):
        if isinstance(value, torch.Tensor) and value.is_floating_point():
            return value.detach().double().requires_grad_(value.requires_grad)
        if isinstance(value, list | tuple):
            return type(value)(as_double(one) for one in value)
        if isinstance(value, dict):
            return {key: as_double(one) for key, one in value.items()}
        return value

    def fresh(value):
        if isinstance(value, torch.Tensor):
            return value.detach().clone().requires_grad_(value.requires_grad)
        if isinstance(value, list | tuple):
            return type(value)(fresh(one) for one in value)
        return copy.deepcopy(value)

    def fill(module):
        """Give a module's parameters numbers that hang on their shapes and order alone."""
        draw = torch.Generator().manual_seed(99)
        groups = {}  # type: ignore[var-annotated]
        for parameter in module.parameters():
            groups.setdefault(tuple(parameter.shape), []).append(parameter)
        with torch.no_grad():
            for shape in sorted(groups):
                several = groups[shape]
                values = [torch.randn(shape, generator=draw) * 0.5 for _ in several]
                orders = list(itertools.islice(itertools.permutations(range(len(several))), 24))
                chosen = orders[order % len(orders)]  # the same for weights and their biases
                for place, parameter in zip(chosen, several, strict=True):
                    parameter.copy_(values[place])

    def starts(made):
        """Return for each shape of parameters how far the first numbers are spread."""
        found = {}  # type: ignore[var-annotated]
        first = env[name](*fresh(made[0]), **fresh(made[1]))
        smallest = min([max(1, p.numel()) for p in first.parameters()], default=2000)
        for _ in range(max(4, 800 // smallest)):  # enough numbers to tell a spread
            for parameter in env[name](*fresh(made[0]), **fresh(made[1])).parameters():
                numbers = parameter.detach().double().reshape(-1)[:2000]
                found.setdefault(tuple(parameter.shape), []).append(numbers)
        return [
            [list(shape), len(torch.cat(n)), float(torch.cat(n).std()), float(torch.cat(n).mean())]
            for shape, n in sorted(found.items())
        ]

    def target(made):
        if made is None:
            return env[name]
        one = env[name](*fresh(made[0]), **fresh(made[1]))
        if isinstance(one, torch.nn.Module):
            fill(one)
        return one

    def run(one, steps):
        results = []
        for method, given, named in steps:
            function = getattr(one, method) if method else one
            results.append(function(*given, **named))
        return results

    def result_of(call, steps):
        begin()
        return run(target(call["made"]), steps)

    def same(first, second):
        if isinstance(first, torch.Tensor) and isinstance(second, torch.Tensor):
            close = first.shape == second.shape
            return close and torch.allclose(
                first.double(), second.double(), rtol=1e-4, atol=1e-6, equal_nan=True
            )
        if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
            return same(torch.as_tensor(first), torch.as_tensor(second))
        if isinstance(first, list) and isinstance(second, list):
            return len(first) == len(second) and all(map(same, first, second))
        if isinstance(first, float) and isinstance(second, float):
            return abs(first - second) <= 1e-4 * abs(first) + 1e-6 or first != first
        return type(first) is type(second) and bool(first == second)

    def floats(value):
        if isinstance(value, torch.Tensor):
            return [value] if value.is_floating_point() else []
        if isinstance(value, list | tuple):
            return [found for one in value for found in floats(one)]
        return []

    def gradients(call):
        steps = fresh(call["steps"])
        places = call["differentiable"]
        given = [one for _, several, _ in steps for n, one in enumerate(several) if n in places]
        leaves = [one for one in given if isinstance(one, torch.Tensor) and one.is_floating_point()]
        for leaf in leaves:
            leaf.requires_grad_()
        begin()
        one = target(call["made"])
        with torch.enable_grad():
            outputs = [o for o in floats(run(one, steps)) if o.requires_grad]
        total = sum(
            (o * torch.cos(torch.arange(o.numel(), dtype=o.dtype) + 1).reshape(o.shape)).sum()
            for o in outputs
        )
        if not leaves and call["made"] is None:
            return []
        if outputs:
            total.backward()
        found = [plain(leaf.grad) for leaf in leaves if leaf.is_leaf]
        if call["made"] is not None and isinstance(one, torch.nn.Module):
            found.append(sum(parameter.grad is not None for parameter in one.parameters()))
        return found

    def attempt(call):
        if not call["steps"] and call["made"] is None:
            return {"result": plain(env[name]), "kind": kind(env[name])}
        steps = fresh(call["steps"])
        found = {}
        results = result_of(call, steps)
        found["result"] = plain(results)
        found["kind"] = kind(results)
        found["shape"] = shape(results)
        found["arguments"] = plain([given for _, given, _ in steps])
        found["globals"] = {key: plain(env.get(key)) for key in call["globals"]}
        env.update(fresh(call["globals"]))
        found["again"] = same(found["result"], plain(result_of(call, fresh(call["steps"]))))
        env.update(fresh(call["globals"]))
        try:
            found["gradients"] = gradients(call)
        except Exception as error:
            found["gradients"] = f"raises {type(error).__name__}"
        if call["made"] is not None:
            begin()
            one = env[name](*fresh(call["made"][0]), **fresh(call["made"][1]))
            if isinstance(one, torch.nn.Module):
                shapes = sorted(list(parameter.shape) for parameter in one.parameters())
                found["parameters"] = shapes
                found["starts"] = starts(call["made"]) if call["first"] else []
                found["training"] = one.training
                other = env[name](*fresh(call["made"][0]), **fresh(call["made"][1]))
                pairs = list(zip(one.parameters(), other.parameters(), strict=False))
                found["alike"] = bool(pairs) and all(torch.equal(a, b) for a, b in pairs)
        return found

    missing = object()
    found = []
    for call in calls:
        before = {key: env.get(key, missing) for key in call["globals"]}
        try:
            env.update(fresh(call["globals"]))
            try:
                one = attempt(call)
            except Exception as error:
                if not any(word in str(error) for word in ("dtype", "scalar type", "Double")):
                    raise
                double = {**call, "steps": as_double(call["steps"])}
                double["globals"] = as_double(call["globals"])
                env.update(fresh(double["globals"]))
                one = attempt(double)
        except Exception as error:
            one = {"raises": type(error).__name__, "message": str(error)[:300]}
        finally:
            for key, value in before.items():
                if value is missing:
                    env.pop(key, None)
                else:
                    env[key] = value
        found.append(one)
    return found
