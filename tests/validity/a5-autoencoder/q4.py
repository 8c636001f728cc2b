# %% right | stack, linspace column, broadcasting
def interpolate(
    model: nn.Module, image_a: torch.Tensor, image_b: torch.Tensor, steps: int
) -> torch.Tensor:
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        t = torch.linspace(0, 1, steps).view(-1, 1)
        return model.decode((1 - t) * z_a + t * z_b)

# %% right | decorator, unsqueeze and two calls
@torch.no_grad()
def interpolate(model, image_a, image_b, steps):
    start = model.encode(image_a.unsqueeze(0))
    end = model.encode(image_b.unsqueeze(0))
    shares = torch.linspace(0.0, 1.0, steps=steps)[:, None]
    points = start + shares * (end - start)
    return model.decode(points)

# %% right | loop with torch.lerp, then cat
def interpolate(
    model: nn.Module, image_a: torch.Tensor, image_b: torch.Tensor, steps: int
) -> torch.Tensor:
    images_on_the_way = []
    with torch.no_grad():
        z_a = model.encode(image_a.view(1, -1))
        z_b = model.encode(image_b.view(1, -1))
        for i in range(steps):
            z = torch.lerp(z_a, z_b, i / (steps - 1))
            images_on_the_way.append(model.decode(z))
    return torch.cat(images_on_the_way)

# %% right | weights as a matrix product
def interpolate(model, image_a, image_b, steps):
    with torch.inference_mode():
        ends = model.encode(torch.cat((image_a[None], image_b[None]), dim=0))
        up = torch.arange(steps, dtype=ends.dtype) / (steps - 1)
        weights = torch.stack((1 - up, up), dim=1)
        walk = model.decode(weights @ ends)
    return walk

# %% right | linspace for each number of the embedding
def interpolate(
    model: nn.Module, image_a: torch.Tensor, image_b: torch.Tensor, steps: int
) -> torch.Tensor:
    """Images on the way from image_a to image_b."""
    with torch.no_grad():
        pair = model.encode(torch.vstack([image_a, image_b]))
        columns = [torch.linspace(a.item(), b.item(), steps) for a, b in pair.T]
        z = torch.column_stack(columns)
        x_hat = model.decode(z)
    return x_hat

# %% plain | begins at image_b | swap|begin|first|image_a|order|ends?
def interpolate(model, image_a, image_b, steps):
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        t = torch.linspace(0, 1, steps).view(-1, 1)
        return model.decode(t * z_a + (1 - t) * z_b)

# %% plain | the end is left out | last|both ends|end|include|image_b
def interpolate(model, image_a, image_b, steps):
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        t = (torch.arange(steps) / steps).view(-1, 1)
        return model.decode((1 - t) * z_a + t * z_b)

# %% plain | records gradients | gradient|no_grad|record
def interpolate(model, image_a, image_b, steps):
    z_a, z_b = model.encode(torch.stack([image_a, image_b]))
    t = torch.linspace(0, 1, steps).view(-1, 1)
    return model.decode((1 - t) * z_a + t * z_b)

# %% plain | returns the embeddings, not decoded | decode|image|shape|embedding
def interpolate(model, image_a, image_b, steps):
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        t = torch.linspace(0, 1, steps).view(-1, 1)
        return (1 - t) * z_a + t * z_b

# %% plain | mixes pixels only, the model is not used | pixel|embedding|decode|encode|rebuil
def interpolate(model, image_a, image_b, steps):
    t = torch.linspace(0, 1, steps).view(-1, 1)
    return (1 - t) * image_a + t * image_b

# %% plain | a list of images | tensor|list|stack|type
def interpolate(model, image_a, image_b, steps):
    walk = []
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        for t in torch.linspace(0, 1, steps):
            walk.append(model.decode(((1 - t) * z_a + t * z_b).view(1, -1))[0])
    return walk

# %% subtle | mixes pixels, then encodes and decodes | pixel|embedding|between|line|mix
def interpolate(model, image_a, image_b, steps):
    t = torch.linspace(0, 1, steps).view(-1, 1)
    with torch.no_grad():
        mixed = (1 - t) * image_a + t * image_b
        return model.decode(model.encode(mixed))

# %% subtle | decodes the ends and mixes the two images | pixel|embedding|between|line|mix|decod
def interpolate(model, image_a, image_b, steps):
    t = torch.linspace(0, 1, steps).view(-1, 1)
    with torch.no_grad():
        start, end = model.decode(model.encode(torch.stack([image_a, image_b])))
    return (1 - t) * start + t * end

# %% subtle | single images encoded without a batch | batch|single|\(1,|dimension|shape|two-dim|row
def interpolate(model, image_a, image_b, steps):
    with torch.no_grad():
        z_a, z_b = model.encode(image_a), model.encode(image_b)
        t = torch.linspace(0, 1, steps).view(-1, 1)
        return model.decode((1 - t) * z_a + t * z_b)

# %% subtle | single embeddings decoded without a batch | batch|single|\(1,|dimension|shape|row
def interpolate(model, image_a, image_b, steps):
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        walk = [model.decode((1 - t) * z_a + t * z_b) for t in torch.linspace(0, 1, steps)]
    return torch.stack(walk)

# %% subtle | points not evenly spaced | even|spac|distance|between|line
def interpolate(model, image_a, image_b, steps):
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        t = torch.linspace(0, 1, steps).view(-1, 1)
        t = t * t * (3 - 2 * t)
        return model.decode((1 - t) * z_a + t * z_b)

# %% subtle | gradients switched off for good | switch|restor|after|no_grad|enabled|record|global
def interpolate(model, image_a, image_b, steps):
    torch.set_grad_enabled(False)
    z_a, z_b = model.encode(torch.stack([image_a, image_b]))
    t = torch.linspace(0, 1, steps).view(-1, 1)
    return model.decode((1 - t) * z_a + t * z_b)

# %% subtle | freezes the parameters of the model | froz|freez|parameter|requires_grad|chang|model
def interpolate(model, image_a, image_b, steps):
    model.requires_grad_(False)
    z_a, z_b = model.encode(torch.stack([image_a, image_b]))
    t = torch.linspace(0, 1, steps).view(-1, 1)
    return model.decode((1 - t) * z_a + t * z_b)

# %% subtle | 64 pixels hard-coded | 64|pixels|size|shape|hard|any model
def interpolate(model, image_a, image_b, steps):
    walk = torch.zeros(steps, 64)
    with torch.no_grad():
        ends = model.encode(torch.stack([image_a, image_b]).view(2, 64))
        for i, t in enumerate(torch.linspace(0, 1, steps)):
            z = (1 - t) * ends[:1] + t * ends[1:]
            walk[i] = model.decode(z)[0]
    return walk
