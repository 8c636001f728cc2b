"""Unusual right solutions of A5, q4 (interpolate)."""

import torch

from autograder.checks import accepted


@accepted("q4")
def interpolate(model, image_a, image_b, steps):
    """A loop over single images"""
    with torch.no_grad():
        z_a = model.encode(image_a.unsqueeze(0))
        z_b = model.encode(image_b.unsqueeze(0))
        walk = []
        for i in range(steps):
            t = i / (steps - 1)
            walk.append(model.decode(z_a * (1 - t) + z_b * t).squeeze(0))
    return torch.stack(walk)


@accepted("q4")
def interpolate(model, image_a, image_b, steps):
    """lerp, and detach in place of no_grad"""
    z_a, z_b = model.encode(image_a.view(1, -1)), model.encode(image_b.view(1, -1))
    z = torch.lerp(z_a, z_b, torch.linspace(0, 1, steps).unsqueeze(1))
    return model.decode(z).detach()


@accepted("q4")
def interpolate(model, image_a, image_b, steps):
    """From z_a onwards, by equal strides"""
    with torch.inference_mode():
        z_a, z_b = model.encode(image_a[None]), model.encode(image_b[None])
        stride = (z_b - z_a) / (steps - 1)
        line = z_a + torch.arange(steps)[:, None] * stride
        rebuilt = model.decode(line)
    return rebuilt.clone()


@accepted("q4")
def interpolate(model, image_a, image_b, steps):
    """The shares as a matrix product"""
    t = torch.linspace(0, 1, steps)
    shares = torch.stack([1 - t, t], dim=1)
    with torch.no_grad():
        return model.decode(shares @ model.encode(torch.stack((image_a, image_b))))


@accepted("q4")
def interpolate(model, image_a, image_b, steps):
    """A function inside, with no_grad as its decorator; cat in place of stack"""

    @torch.no_grad()
    def walk():
        a, b = model.encode(image_a[None]), model.encode(image_b[None])
        points = [a + (b - a) * float(t) for t in torch.linspace(0, 1, steps)]
        return torch.cat([model.decode(z) for z in points])

    return walk()
