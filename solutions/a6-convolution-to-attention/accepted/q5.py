"""Unusual right solutions of A6, q5 (random_search)."""

import math
import random

import torch

from autograder.checks import accepted


@accepted("q5")
def random_search(space, trials, run, seed):
    """NumPy's generator, places of lists, base 10, and a comparison on the way"""
    import numpy as np

    rng = np.random.default_rng(seed)
    table, best = [], None
    for _ in range(trials):
        row = {}
        for key in space:
            if type(space[key]) is tuple:
                low, high = np.log10(space[key])
                row[key] = float(10 ** (low + (high - low) * rng.random()))
            else:
                row[key] = space[key][rng.integers(len(space[key]))]
        row["score"] = run(dict(row))
        table.append(row)
        if best is None or row["score"] > best["score"]:
            best = row
    return table, best


@accepted("q5")
def random_search(space, trials, run, seed):
    """A generator of PyTorch; all settings are drawn before the first run"""
    source = torch.Generator().manual_seed(seed)

    def drawn(values):
        u = torch.rand((), generator=source, dtype=torch.float64).item()
        if isinstance(values, list):
            return values[int(u * len(values))]
        return values[0] * (values[1] / values[0]) ** u

    everything = [{key: drawn(values) for key, values in space.items()} for _ in range(trials)]
    scores = [run(settings) for settings in everything]
    table = [dict(s, score=score) for s, score in zip(everything, scores, strict=True)]
    return [table, table[scores.index(max(scores))]]


@accepted("q5")
def random_search(space, trials, run, seed):
    """A generator for each setting, sorted at the end"""
    table = []
    dice = {key: random.Random(f"{seed} {key}") for key in space}
    while len(table) < trials:
        settings = {
            key: dice[key].choice(v)
            if isinstance(v, list)
            else v[0] * math.exp(dice[key].random() * math.log(v[1] / v[0]))
            for key, v in space.items()
        }
        table.append(settings | {"score": run(settings.copy())})
    return table, sorted(table, key=lambda row: -row["score"])[0]
