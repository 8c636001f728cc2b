"""Clipping by the norm of all gradients, in place."""

import pytest
import torch

from autograder.checks import CheckError, check_clipping

torch.set_num_threads(1)  # the tensors are small


def clip(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(float((g**2).sum()) for g in gradients) ** 0.5
    if norm > max_norm:
        for g in gradients:
            g *= max_norm / norm
    return norm


def with_norm(norm_of, always=False):
    def wrong(parameters, max_norm):
        gradients = [p.grad for p in parameters if p.grad is not None]
        norm = norm_of(gradients)
        if norm > max_norm or always:
            for g in gradients:
                g *= max_norm / norm
        return norm

    return wrong


def each(parameters, max_norm):
    for p in parameters:
        if p.grad is not None:
            torch.nn.utils.clip_grad_norm_([p], max_norm)


def values(parameters, max_norm):
    torch.nn.utils.clip_grad_value_(parameters, max_norm)


def copies(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = torch.nn.utils.get_total_norm(gradients)
    gradients = [g * min(1, max_norm / norm) for g in gradients]
    return norm


def late(parameters, max_norm):
    return min(clip(parameters, max_norm), max_norm)


def silent(parameters, max_norm):
    clip(parameters, max_norm)


def total(gradients):
    return torch.cat([g.flatten() for g in gradients]).norm()


def test_right_ways_to_clip_pass():
    for right in (clip, torch.nn.utils.clip_grad_norm_):
        for number in range(3):
            check_clipping({"clip": right}, "clip", number=number)
    check_clipping({"clip": silent}, "clip", number=1, returns_norm=False)


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (each, "clipped each"),
        (values, "clipped values"),
        (with_norm(total, always=True), "scaled up"),
        (copies, "not in place"),
        (with_norm(lambda gs: sum(g.norm() for g in gs)), "other norm"),
        (with_norm(lambda gs: sum((g**2).sum() for g in gs)), "other norm"),
        (with_norm(lambda gs: 2 * total(gs)), "other gradients"),
        (late, "norm after clipping"),
        (silent, "norm not returned"),
    ],
)
def test_a_mistake_is_named(wrong, finding):
    with pytest.raises(CheckError) as caught:
        check_clipping({"clip": wrong}, "clip", number=1)
    assert caught.value.finding == finding
