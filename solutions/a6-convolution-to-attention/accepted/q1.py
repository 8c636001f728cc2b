"""Unusual right solutions of A6, q1 (conv2d_by_hand)."""

import torch

from autograder.checks import accepted


@accepted("q1")
def conv2d_by_hand(x, weight, bias=None, stride=1, padding=0):
    """Loops over the places of the kernel, not those of the image"""
    n, c, h, w = x.shape
    o, k = weight.shape[0], weight.shape[-1]
    rows = (h + 2 * padding - k) // stride + 1
    columns = (w + 2 * padding - k) // stride + 1
    padded = x.new_zeros(n, c, h + 2 * padding, w + 2 * padding)
    padded[:, :, padding : padding + h, padding : padding + w] = x
    y = x.new_zeros(n, o, rows, columns)
    for a in range(k):
        for b in range(k):
            part = padded[:, :, a:, b:][:, :, ::stride, ::stride][:, :, :rows, :columns]
            y = y + torch.einsum("ncij,oc->noij", part, weight[:, :, a, b])
    return y if bias is None else y + bias[None, :, None, None]


@accepted("q1")
def conv2d_by_hand(x, weight, bias=None, stride=1, padding=0):
    """Seven loops over single numbers, in plain Python"""
    images, kernels = x.tolist(), weight.tolist()
    h, w, k = len(images[0][0]), len(images[0][0][0]), len(kernels[0][0])

    def pixel(plane, i, j):
        return plane[i][j] if 0 <= i < h and 0 <= j < w else 0.0

    def place(image, kernel, i, j):
        total = 0.0
        for plane, part in zip(image, kernel, strict=True):
            for a in range(k):
                for b in range(k):
                    where = i * stride + a - padding, j * stride + b - padding
                    total += part[a][b] * pixel(plane, *where)
        return total

    y = [
        [
            [
                [
                    place(image, kernel, i, j) + (0.0 if bias is None else bias[o].item())
                    for j in range((w + 2 * padding - k) // stride + 1)
                ]
                for i in range((h + 2 * padding - k) // stride + 1)
            ]
            for o, kernel in enumerate(kernels)
        ]
        for image in images
    ]
    return torch.tensor(y, dtype=x.dtype)


@accepted("q1")
def conv2d_by_hand(x, weight, bias=None, stride=1, padding=0):
    """Windows as rows of a matrix, by an index, and one product"""
    n, c, h, w = x.shape
    o, _, k, _ = weight.shape
    padded = torch.zeros((n, c, h + 2 * padding, w + 2 * padding), dtype=x.dtype)
    padded[:, :, padding : h + padding, padding : w + padding] = x
    tops = torch.arange(0, h + 2 * padding - k + 1, stride)
    lefts = torch.arange(0, w + 2 * padding - k + 1, stride)
    rows = tops.view(-1, 1, 1, 1) + torch.arange(k).view(1, 1, k, 1)
    columns = lefts.view(1, -1, 1, 1) + torch.arange(k).view(1, 1, 1, k)
    windows = padded[:, :, rows, columns].permute(0, 2, 3, 1, 4, 5).flatten(3)
    y = windows @ weight.flatten(1).T
    if bias is not None:
        y += bias
    return y.permute(0, 3, 1, 2)
