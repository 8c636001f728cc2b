"""Unusual right solutions of A5, q3 (pca_reconstruction)."""

import torch

from autograder.checks import accepted, equivalent


@accepted("q3")
def pca_reconstruction(train, test, k):
    """NumPy inside, a tensor outside"""
    import numpy as np

    a, b = train.numpy(), test.numpy()
    mean = np.mean(a, axis=0)
    rows = np.linalg.svd(a - mean, full_matrices=False)[2][:k]
    return torch.from_numpy(mean + (b - mean) @ rows.T @ rows)


@accepted("q3")
def pca_reconstruction(train, test, k):
    """Direction by direction, image by image"""
    mean = train.sum(0) / train.shape[0]
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    rebuilt = []
    for image in test:
        x_hat = mean.clone()
        for direction in Vh[:k]:
            x_hat += torch.dot(image - mean, direction) * direction
        rebuilt.append(x_hat)
    return torch.stack(rebuilt)


@accepted("q3")
def pca_reconstruction(train, test, k):
    """torch.svd, which returns V, and Einstein sums"""
    mean = train.mean(0)
    V = torch.svd(train - mean)[2][:, :k]
    z = torch.einsum("np,pk->nk", test - mean, V)
    return mean + torch.einsum("nk,pk->np", z, V)


@accepted("q3")
def pca_reconstruction(train, test, k):
    """Least squares: the point nearest to the image in the plane of the directions"""
    mean = train.mean(dim=0)
    directions = torch.linalg.svd(train - mean).Vh[:k]
    z = torch.linalg.lstsq(directions.T, (test - mean).T).solution
    return (directions.T @ z).T + mean


@accepted("q3")
def pca_reconstruction(train, test, k):
    """Takes away what lies along the other directions"""
    mean = train.mean(dim=0)
    Vh = torch.linalg.svd(train - mean, full_matrices=True).Vh
    others = Vh[k:]
    centred = test - mean
    return test - centred @ others.T @ others


equivalent(
    "q3",
    "_, _, Vh = torch.linalg.svd(train - mean, full_matrices=True)",
    "the further rows of the full Vh come after the first k, which alone are used",
)


equivalent(
    "q3",
    "_, _, Vh = torch.linalg.svd(mean - train, full_matrices=False)",
    "the minus sign goes into U; the directions in Vh are the same, or point the other way",
)
