"""Draws of every kind repeat for one number, and keep to what they promise."""

import torch

from autograder.checks import (
    fresh_images,
    fresh_integers,
    fresh_masks,
    fresh_sequences,
    fresh_texts,
)


def test_draws_repeat_and_differ_by_number():
    for draw in (
        lambda n: fresh_integers(n, 50, x=(7, 3))["x"].tolist(),
        lambda n: fresh_masks(n, mask=(7, 5))["mask"].tolist(),
        lambda n: fresh_images(n, x=(2, 1, 4, 4))["x"].tolist(),
        lambda n: [s.tolist() for s in fresh_sequences(n, 9, count=4, longest=6)],
        lambda n: fresh_texts(n, 4),
    ):
        assert draw(1) == draw(1) != draw(2)


def test_integers_and_images_keep_to_their_range():
    drawn = fresh_integers(1, 5, low=2, x=(500,), y=(2, 2))
    assert set(drawn["x"].tolist()) == {2, 3, 4}
    assert drawn["y"].shape == (2, 2)
    image = fresh_images(1, x=(2, 3, 8, 8))["x"]
    assert image.dtype == torch.float64
    assert 0 <= float(image.min()) < 0.1 < 0.9 < float(image.max()) < 1


def test_every_row_of_a_mask_lets_something_through():
    mask = fresh_masks(3, mask=(200, 2))["mask"]
    assert mask.dtype == torch.bool
    assert bool(mask.any(dim=-1).all())
    assert not bool(mask.all())


def test_sequences_and_texts_have_different_lengths():
    lengths = [len(s) for s in fresh_sequences(1, 9, count=6, longest=7, shortest=2)]
    assert lengths[:2] == [7, 2]
    assert all(2 <= n <= 7 for n in lengths)
    texts = fresh_texts(1, 6, alphabet="xy", longest=3)
    assert texts[0] == ""
    assert all(0 < len(text) <= 3 and set(text) <= set("xy") for text in texts[1:])
