"""What students get wrong in A5, q3 (pca_reconstruction), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q3",
    "Directions go through the centre of the data. Where is the centre of your images, and where "
    "do your directions start?",
)
def pca_reconstruction(train, test, k):
    """Nothing is centred"""
    _, _, Vh = torch.linalg.svd(train, full_matrices=False)
    directions = Vh[:k]
    return test @ directions.T @ directions


@misconception(
    "q3",
    "Before you finish: what did you take away from the images at the beginning?",
)
def pca_reconstruction(train, test, k):
    """The mean is not added again"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:k]
    return (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "Your directions are right. What is the difference that you multiply with them: an image "
    "minus what?",
)
def pca_reconstruction():
    """The mean is added, but was not subtracted from test"""
    edit("z = (test - mean) @ directions.T", "")
    edit("z @ directions", "test @ directions.T @ directions")


@misconception(
    "q3",
    "Suppose that you were given a single image to rebuild. Which centre would yours be, and where "
    "should it come from?",
)
def pca_reconstruction():
    """test is centred with its own mean"""
    edit("z = (test - mean) @ directions.T", "own = test.mean(dim=0)")
    edit("mean + z @ directions", "own + (test - own) @ directions.T @ directions")


@misconception(
    "q3",
    "That is a better result than PCA should have: it has seen the held-out images. What do your "
    "directions come from?",
)
def pca_reconstruction(train, test, k):
    """Mean and directions come from test"""
    mean = test.mean(dim=0)
    _, _, Vh = torch.linalg.svd(test - mean, full_matrices=False)
    directions = Vh[:k]
    return mean + (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "What you rebuild are the training images. Which argument should the rows of the result "
    "resemble?",
)
def pca_reconstruction(train, test, k):
    """Rebuilds train from its own decomposition"""
    mean = train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    return mean + U[:, :k] * S[:k] @ Vh[:k]


@misconception(
    "q3",
    "The mean should be an image. How many numbers has yours?",
)
def pca_reconstruction(train, test, k):
    """One mean over all pixels"""
    mean = train.mean()
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:k]
    return mean + (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "In the cell with the cloud, print Vh[0] and Vh[:, 0]. Which of the two points along the "
    "orange line?",
)
def pca_reconstruction(train, test, k):
    """Columns of Vh in place of rows"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:, :k]
    return mean + (test - mean) @ directions @ directions.T


@misconception(
    "q3",
    "The directions are sorted. Are yours those along which the images vary most, or least?",
)
def pca_reconstruction(train, test, k):
    """The last directions in place of the first"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[-k:]
    return mean + (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "You return the description of the images. Which half of the work is still to be done?",
)
def pca_reconstruction(train, test, k):
    """Returns the coordinates"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    return (test - mean) @ Vh[:k].T


@misconception(
    "q3",
    "Going there and back with all directions should change nothing. With yours it changes the "
    "size: which factor is too many?",
)
def pca_reconstruction():
    """The coordinates are multiplied by the singular values"""
    edit("_, _, Vh", "_, S, Vh")
    edit("(test - mean) @ directions.T", "(test - mean) @ directions.T * S[:k]")


@misconception(
    "q3",
    "Call your function with several values of k and compare. Where in your code is k?",
)
def pca_reconstruction(train, test, k):
    """Always 8 directions, whatever k is"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:8]
    return mean + (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "How many directions are there between your first and your last, for k = 1?",
)
def pca_reconstruction(train, test, k):
    """One direction too many"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[: k + 1]
    return mean + (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "You give every pixel the same spread before you begin. The text subtracts something; does it "
    "divide by something, too?",
)
def pca_reconstruction(train, test, k):
    """Pixels are standardised first"""
    mean, spread = train.mean(dim=0), train.std(dim=0) + 1e-3
    _, _, Vh = torch.linalg.svd((train - mean) / spread, full_matrices=False)
    directions = Vh[:k]
    return mean + ((test - mean) / spread) @ directions.T @ directions * spread


@misconception(
    "q3",
    "After your function has run, the caller's images are not what they were. Which of your "
    "operators changes a tensor in place?",
    finding="changed in place",
)
def pca_reconstruction(train, test, k):
    """Centres its arguments in place"""
    mean = train.mean(dim=0)
    train -= mean
    test -= mean
    _, _, Vh = torch.linalg.svd(train, full_matrices=False)
    directions = Vh[:k]
    return mean + test @ directions.T @ directions


@misconception(
    "q3",
    "Your numbers are right. Which decomposition does the question ask you to find the directions "
    "with?",
    finding="without svd",
)
def pca_reconstruction(train, test, k):
    """Eigenvectors of the covariance, no SVD"""
    mean = train.mean(dim=0, keepdim=True)
    centred = train - mean
    _, vectors = torch.linalg.eigh(centred.T @ centred / len(train))
    directions = vectors[:, -k:]
    return (test - mean) @ directions @ directions.T + mean
