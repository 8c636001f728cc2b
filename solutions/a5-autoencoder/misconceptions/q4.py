"""What students get wrong in A5, q4 (interpolate), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q4",
    "That is the lower row of the picture behind this question, the cross-fade. Which part has "
    "model in it?",
)
def interpolate(model, image_a, image_b, steps):
    """Mixes pixels, without the model"""
    t = torch.linspace(0, 1, steps).view(-1, 1)
    return (1 - t) * image_a + t * image_b


@misconception(
    "q4",
    "You mix first and encode then. Between which two things should the straight line run?",
)
def interpolate(model, image_a, image_b, steps):
    """Mixes pixels, and sends the mixtures through the model"""
    t = torch.linspace(0, 1, steps).view(-1, 1)
    with torch.no_grad():
        return model.decode(model.encode((1 - t) * image_a + t * image_b))


@misconception(
    "q4",
    "You decode first and mix then. Which of your lines should come last?",
)
def interpolate(model, image_a, image_b, steps):
    """Mixes the two rebuilt images"""
    t = torch.linspace(0, 1, steps).view(-1, 1)
    with torch.no_grad():
        x_a, x_b = model.decode(model.encode(torch.stack([image_a, image_b])))
        return (1 - t) * x_a + t * x_b


@misconception("q4", "You return points on the line. What does the caller want to look at?")
def interpolate():
    """Returns embeddings"""
    edit("model.decode((1 - t) * z_a + t * z_b)", "(1 - t) * z_a + t * z_b")


@misconception("q4", "Your walk is right, but where does it begin? Put t = 0 into the formula.")
def interpolate():
    """Walks from b to a"""
    edit("(1 - t) * z_a + t * z_b", "t * z_a + (1 - t) * z_b")


@misconception(
    "q4",
    "Print the values of t for 5 steps. Does the last one get you to the second image?",
)
def interpolate():
    """Stops one step before the end"""
    edit("torch.linspace(0, 1, steps).view(-1, 1)", "(torch.arange(steps) / steps).view(-1, 1)")


@misconception(
    "q4",
    "Between two fence posts there is one gap, and between three there are two. Does steps count "
    "the posts or the gaps?",
)
def interpolate():
    """One image too many"""
    edit("torch.linspace(0, 1, steps).view(-1, 1)", "torch.linspace(0, 1, steps + 1).view(-1, 1)")


@misconception(
    "q4",
    "Your points lie between the ends, and never at them. Does the line of the question include "
    "its ends?",
)
def interpolate(model, image_a, image_b, steps):
    """Leaves both ends out"""
    t = torch.linspace(0, 1, steps + 2)[1:-1].view(-1, 1)
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        return model.decode((1 - t) * z_a + t * z_b)


@misconception(
    "q4",
    "Put t = 1 into your mixture: is it the embedding of the second image? The two shares should "
    "add up to 1.",
)
def interpolate():
    """Adds z_b to z_a without taking z_a away"""
    edit("(1 - t) * z_a", "z_a")


@misconception(
    "q4",
    "The images are right. Try to draw them: what does NumPy complain about, and where in your "
    "function is nothing to be learned?",
)
def interpolate(model, image_a, image_b, steps):
    """Gradients are recorded"""
    t = torch.linspace(0, 1, steps).view(-1, 1)
    z_a, z_b = model.encode(torch.stack([image_a, image_b]))
    return model.decode((1 - t) * z_a + t * z_b)


@misconception(
    "q4",
    "The images are right, but they come one by one. What was the type and shape of the result to "
    "be?",
)
def interpolate(model, image_a, image_b, steps):
    """Returns a list of images"""
    walk = []
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        for i in range(steps):
            t = i / (steps - 1)
            walk.append(model.decode(((1 - t) * z_a + t * z_b).view(1, -1))[0])
    return walk


@misconception(
    "q4",
    "The images are right. Print the shape of the result: where does the extra dimension of size 1 "
    "come from?",
)
def interpolate(model, image_a, image_b, steps):
    """A dimension too many: (steps, 1, pixels)"""
    with torch.no_grad():
        z_a, z_b = model.encode(image_a[None]), model.encode(image_b[None])
        line = [(1 - t) * z_a + t * z_b for t in torch.linspace(0, 1, steps)]
        return torch.stack([model.decode(z) for z in line])


@misconception(
    "q4",
    "You begin and end where you should. Print the shares in between for 5 steps, and the "
    "distances from one to the next: which function of PyTorch made evenly spaced numbers, in the "
    "cell above?",
    finding="not evenly spaced",
)
def interpolate(model, image_a, image_b, steps):
    """The points crowd together at one end"""
    t = (torch.linspace(0, 1, steps) ** 2).view(-1, 1)
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        return model.decode((1 - t) * z_a + t * z_b)


@misconception(
    "q4",
    "The model of the question wants batches. What shape has a batch that holds a single image, "
    "and which shape do you give to encode?",
)
def interpolate(model, image_a, image_b, steps):
    """Encodes single images, without a batch"""
    t = torch.linspace(0, 1, steps).view(-1, 1)
    with torch.no_grad():
        z_a, z_b = model.encode(image_a), model.encode(image_b)
        return model.decode((1 - t) * z_a + t * z_b)


@misconception(
    "q4",
    "After your function has run, nothing in the whole notebook records gradients any more. What "
    "switches recording off for a few lines only?",
)
def interpolate(model, image_a, image_b, steps):
    """Switches gradients off for good"""
    torch.set_grad_enabled(False)
    t = torch.linspace(0, 1, steps).view(-1, 1)
    z_a, z_b = model.encode(torch.stack([image_a, image_b]))
    return model.decode((1 - t) * z_a + t * z_b)


@misconception(
    "q4",
    "After your function has run, the caller's model cannot be trained any further: its parameters "
    "are frozen. Whose model is it?",
)
def interpolate(model, image_a, image_b, steps):
    """Freezes the parameters of the model"""
    model.requires_grad_(False)
    t = torch.linspace(0, 1, steps).view(-1, 1)
    z_a, z_b = model.encode(torch.stack([image_a, image_b]))
    return model.decode((1 - t) * z_a + t * z_b)
