"""Numbers in the texts of A5."""

import torch

from tests.support.claims import Numbers, parameters


def errors() -> Numbers:
    """Return the errors of the mean image, on the images it comes from and on those held out."""
    from sklearn.datasets import load_digits  # which takes as long to import as torch

    images = torch.tensor(load_digits().data / 16, dtype=torch.float32)
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
    train, held_out = images[order[:1077]], images[order[1437:]]
    return tuple(float(((part - train.mean(dim=0)) ** 2).mean()) for part in (train, held_out))


def rebuilt() -> Numbers:
    """Return the numbers of question 3's last hint."""
    mean, direction = torch.tensor([1.0, 1.0]), torch.tensor([0.6, 0.8])
    away = torch.tensor([3.0, 1.0]) - mean
    along = away @ direction
    return (*away.tolist(), along.item(), *(mean + along * direction).tolist())


CLAIMS = [
    (r"$30 \cdot 7 + 7 + 7 \cdot 2 + 2 = #$ parameters. Count yours in the same way: "
     "`Autoencoder(8)` has #.",
     lambda: (parameters(30, 7, 2), parameters(64, 128, 8) + parameters(8, 128, 64))),
    ("which is about #. (Held-out images have # with the same picture", errors),
    ("nearer to 0, or nearer to that of the mean image, #?", lambda: errors()[1:]),
    ("Batch losses of 0.3, 0.2 and 0.1 make one number, #,", lambda: ((0.3 + 0.2 + 0.1) / 3,)),
    (r"the point (3, 1) is (#, #) from the mean. Its coordinate is #, and it is rebuilt at "
     r"$(1, 1) + 1.2 \cdot (0.6, 0.8) = (#, #)$", rebuilt),
    ("from the embedding (0, 4) to (2, 0): (#, #), (#, #), (#, #).",
     lambda: tuple(
         torch.lerp(torch.tensor([0.0, 4.0]), torch.tensor([2.0, 0.0]), share).tolist()[i]
         for share in (0.0, 0.5, 1.0) for i in (0, 1))),
    ("The network pays for this with # parameters",
     lambda: (parameters(64, 128, 8) + parameters(8, 128, 64),)),
]  # fmt: skip
