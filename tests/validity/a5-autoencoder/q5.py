# %% right | cat with a column of labels
def embedding_table(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels.view(-1, 1), z], dim=1)

# %% right | decorator, hstack and explicit floats
@torch.no_grad()
def embedding_table(model, images, labels):
    embeddings = model.encode(images)
    column = labels.to(embeddings.dtype).unsqueeze(1)
    return torch.hstack((column, embeddings))

# %% right | empty table, filled in two parts
def embedding_table(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        z = model.encode(images)
        N, dim = z.shape
        table = torch.empty(N, 1 + dim, dtype=z.dtype)
        table[:, 0] = labels
        table[:, 1:] = z
    return table

# %% right | column_stack, early no_grad
def embedding_table(model, images, labels):
    with torch.no_grad():
        return torch.column_stack([labels.float(), model.encode(images)])

# %% right | in batches of 100, all of them
def embedding_table(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    parts = []
    with torch.no_grad():
        for x, y in zip(images.split(100), labels.split(100), strict=True):
            parts.append(torch.cat((y[:, None].float(), model.encode(x)), dim=-1))
    return torch.cat(parts)

# %% right | pad a column in front
def embedding_table(model, images, labels):
    with torch.no_grad():
        table = nn.functional.pad(model.encode(images), (1, 0))
        table[:, 0] = labels
    return table

# %% plain | labels at the end | first|label|front|column|then
def embedding_table(model, images, labels):
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([z, labels.view(-1, 1)], dim=1)

# %% plain | records gradients | gradient|no_grad|record
def embedding_table(model, images, labels):
    z = model.encode(images)
    return torch.cat([labels.view(-1, 1), z], dim=1)

# %% plain | labels not made a column | column|two-dim|dimension|shape|view|label
def embedding_table(model, images, labels):
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels, z], dim=1)

# %% plain | whole images rather than embeddings | embedding|encode|shape|number
def embedding_table(model, images, labels):
    with torch.no_grad():
        x_hat = model.decode(model.encode(images))
    return torch.cat([labels.view(-1, 1), x_hat], dim=1)

# %% plain | sorted by label | order|sort|image
def embedding_table(model, images, labels):
    with torch.no_grad():
        z = model.encode(images)
    table = torch.cat([labels.view(-1, 1), z], dim=1)
    return table[labels.argsort()]

# %% plain | whole numbers only | float|integer|whole|dtype|round
def embedding_table(model, images, labels):
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels.view(-1, 1), z.to(labels.dtype)], dim=1)

# %% subtle | encodes image by image without a batch | batch|single|image by image|dimension|shape
def embedding_table(model, images, labels):
    with torch.no_grad():
        z = torch.stack([model.encode(image) for image in images])
    return torch.cat([labels.view(-1, 1), z], dim=1)

# %% subtle | last incomplete batch dropped | last|all|row|shape|incomplete|drop|missing|every
def embedding_table(model, images, labels):
    rows = []
    with torch.no_grad():
        for i in range(len(images) // 10):
            part = slice(10 * i, 10 * (i + 1))
            z = model.encode(images[part])
            rows.append(torch.cat([labels[part].view(-1, 1), z], dim=1))
    return torch.cat(rows)

# %% subtle | squeeze takes away a dimension of one image | squeeze|dimension|one image|single|shape
def embedding_table(model, images, labels):
    with torch.no_grad():
        z = model.encode(images).squeeze()
    return torch.cat([labels.unsqueeze(1), z], dim=1)

# %% subtle | the labels of the caller get another shape | caller|label|chang|in place|shape
def embedding_table(model, images, labels):
    with torch.no_grad():
        z = model.encode(images)
        return torch.cat([labels.unsqueeze_(1), z], dim=1)

# %% subtle | global labels_test in place of labels | labels_test|`?labels`?|global|argument|handed
def embedding_table(model, images, labels):
    with torch.no_grad():
        z = model.encode(images)
    column = labels_test[: len(images)].float().view(-1, 1)
    return torch.cat([column, z], dim=1)

# %% subtle | three numbers hard-coded | three|\b3\b|size|embedding_dim|shape|any model|hard
def embedding_table(model, images, labels):
    table = torch.zeros(len(images), 4)
    with torch.no_grad():
        z = model.encode(images)
    table[:, 0] = labels
    for j in range(3):
        table[:, 1 + j] = z[:, j]
    return table

# %% subtle | gradients switched off for good | switch|restor|after|no_grad|enabled|record|global
def embedding_table(model, images, labels):
    torch.set_grad_enabled(False)
    z = model.encode(images)
    return torch.cat([labels.view(-1, 1), z], dim=1)

# %% subtle | freezes the parameters of the model | froz|freez|parameter|requires_grad|chang|model
def embedding_table(model, images, labels):
    for parameter in model.parameters():
        parameter.requires_grad = False
    z = model.encode(images)
    return torch.cat([labels.view(-1, 1), z], dim=1)

# %% subtle | labels squeezed into eight bits | label|large|127|255|uint8|byte|bits|number
def embedding_table(model, images, labels):
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels.to(torch.uint8).view(-1, 1), z], dim=1)
