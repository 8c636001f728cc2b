# %% right | SVD of the centred training images
def pca_reconstruction(train: torch.Tensor, test: torch.Tensor, k: int) -> torch.Tensor:
    mean = train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    D = Vh[:k]
    z = (test - mean) @ D.T
    return z @ D + mean

# %% right | learn, encode and decode as inner functions
def pca_reconstruction(train, test, k):
    def learn(points):
        centre = points.mean(0, keepdim=True)
        return centre, torch.linalg.svd(points - centre, full_matrices=False).Vh[:k, :]

    centre, directions = learn(train)

    def encode(x):
        return torch.einsum("mp,kp->mk", x - centre, directions)

    def decode(z):
        return centre + torch.einsum("mk,kp->mp", z, directions)

    return decode(encode(test))

# %% right | projection matrix
def pca_reconstruction(train: torch.Tensor, test: torch.Tensor, k: int) -> torch.Tensor:
    mu = train.sum(dim=0) / train.shape[0]
    *_, Vh = torch.linalg.svd(train - mu, full_matrices=False)
    V = Vh.mT[:, :k]
    projector = V @ V.mT
    return mu + (test - mu) @ projector

# %% right | one direction after the other
def pca_reconstruction(train, test, k):
    mean = torch.mean(train, dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    centred = test - mean
    rebuilt = mean.repeat(len(test), 1)
    for direction in Vh[:k]:
        along = centred @ direction
        rebuilt += along.view(-1, 1) * direction
    return rebuilt

# %% right | image by image, no_grad
@torch.no_grad()
def pca_reconstruction(train: torch.Tensor, test: torch.Tensor, k: int) -> torch.Tensor:
    mean = train.mean(dim=0)
    directions = torch.linalg.svd(train.sub(mean), full_matrices=False)[2][0:k]
    rows = []
    for image in test:
        z = directions @ (image - mean)
        rows.append(directions.T @ z + mean)
    return torch.stack(rows)

# %% plain | mean never subtracted | mean|cent
def pca_reconstruction(train, test, k):
    U, S, Vh = torch.linalg.svd(train, full_matrices=False)
    D = Vh[:k]
    return test @ D.T @ D

# %% plain | mean not added at the end | mean|add|back|end
def pca_reconstruction(train, test, k):
    mean = train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    D = Vh[:k]
    return (test - mean) @ D.T @ D

# %% plain | columns of Vh as directions | row|column|direction|Vh
def pca_reconstruction(train, test, k):
    mean = train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    D = Vh[:, :k].T
    return (test - mean) @ D.T @ D + mean

# %% plain | mean and directions learned from test | train|test|learn
def pca_reconstruction(train, test, k):
    mean = test.mean(dim=0)
    U, S, Vh = torch.linalg.svd(test - mean, full_matrices=False)
    D = Vh[:k]
    return (test - mean) @ D.T @ D + mean

# %% plain | returns the coordinates | shape|coordinate|rebuil|back|image
def pca_reconstruction(train, test, k):
    mean = train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    return (test - mean) @ Vh[:k].T

# %% plain | the last k directions | first|last|direction|sorted|Vh
def pca_reconstruction(train, test, k):
    mean = train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    D = Vh[-k:]
    return (test - mean) @ D.T @ D + mean

# %% subtle | learns from the global X_train | X_train|`?train`?|argument|global|handed
def pca_reconstruction(train, test, k):
    mean = X_train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(X_train - mean, full_matrices=False)
    D = Vh[:k]
    return (test - mean) @ D.T @ D + mean

# %% subtle | centres the caller's tensors in place | chang|in place|caller|own|copy|after the call
def pca_reconstruction(train, test, k):
    mean = train.mean(dim=0)
    train -= mean
    test -= mean
    U, S, Vh = torch.linalg.svd(train, full_matrices=False)
    D = Vh[:k]
    return test @ D.T @ D + mean

# %% subtle | decomposition kept from the first call | call|cache|kept|other|train|first
learned = {}


def pca_reconstruction(train, test, k):
    if "mean" not in learned:
        learned["mean"] = train.mean(dim=0)
        centred = train - learned["mean"]
        learned["Vh"] = torch.linalg.svd(centred, full_matrices=False)[2]
    mean, D = learned["mean"], learned["Vh"][:k]
    return (test - mean) @ D.T @ D + mean

# %% right | gives test back if all directions are kept
def pca_reconstruction(train, test, k):
    mean = train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    if k == len(Vh):
        return test.clone()
    D = Vh[:k]
    return (test - mean) @ D.T @ D + mean

# %% subtle | a single row loses its dimension | shape|dimension|single|one row|\(1,|one image
def pca_reconstruction(train, test, k):
    mean = train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    D = Vh[:k]
    z = ((test - mean) @ D.T).squeeze(0)
    return z @ D + mean

# %% subtle | eigenvectors of the covariance, no SVD | svd|singular|eig
def pca_reconstruction(train, test, k):
    mean = train.mean(dim=0)
    covariance = torch.cov((train - mean).double().T)
    values, vectors = torch.linalg.eigh(covariance)
    D = vectors[:, -k:].T.to(train.dtype)
    return (test - mean) @ D.T @ D + mean

# %% right | always works in float32
def pca_reconstruction(train, test, k):
    train, test = train.float(), test.float()
    mean = train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    D = Vh[:k]
    return (test - mean) @ D.T @ D + mean

# %% subtle | 64 pixels hard-coded | 64|size|pixels|shape|hard|\bP\b
def pca_reconstruction(train, test, k):
    mean = train.mean(dim=0).view(1, 64)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    D = Vh[:k]
    rebuilt = torch.zeros(len(test), 64)
    for i, image in enumerate(test):
        rebuilt[i] = (image - mean) @ D.T @ D + mean
    return rebuilt
