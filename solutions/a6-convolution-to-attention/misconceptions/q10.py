"""What students get wrong in A6, q10 (generate), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q10",
    "Your text is equally bold at every temperature. Where do you divide by it?",
    finding="temperature ignored",
)
def generate():
    """Ignores the temperature"""
    edit("logits / temperature", "logits")


@misconception(
    "q10",
    "Is your text bolder or more timid at a high temperature?",
    finding="multiplied by the temperature",
)
def generate():
    """Multiplies by the temperature"""
    edit("logits / temperature", "logits * temperature")


@misconception(
    "q10", "Your draws are nearly even. How often do you take the softmax?", finding="softmax twice"
)
def generate():
    """A softmax of a softmax"""
    edit("torch.multinomial(p, 1", "torch.multinomial(p.softmax(dim=0), 1")


@misconception(
    "q10",
    "Two generators with the same seed give different texts. Whose dice are thrown?",
    finding="generator ignored",
)
def generate():
    """Does not use the generator"""
    edit("1, generator=generator)", "1)")


@misconception(
    "q10",
    "Whatever the seed is, you write the same. Is anything drawn?",
    finding="same draw every time",
)
def generate():
    """Always takes the most probable token"""
    edit("if temperature == 0:", "if temperature >= 0:")


@misconception(
    "q10",
    "Write a text longer than the context. What does the model get then?",
    finding="the whole text",
)
def generate():
    """Gives the model the whole text"""
    edit("tokens[-model.context :]", "tokens")


@misconception(
    "q10",
    "Which tokens does the model get when the text is long: the first or the last?",
    finding="the first tokens",
)
def generate():
    """Gives the model the first tokens"""
    edit("tokens[-model.context :]", "tokens[: model.context]")


@misconception(
    "q10",
    "Which place of the logits speaks of the token that is to come?",
    finding="logits of the first place",
)
def generate():
    """Takes the logits of the first place"""
    edit("squeeze(0)[-1]", "squeeze(0)[0]")


@misconception(
    "q10",
    "Count the tokens that you return, and those that the question asks for.",
    finding="without the prompt",
)
def generate():
    """Returns the new tokens without the prompt"""
    edit("return tokens", "return tokens[len(prompt) :]")


@misconception(
    "q10",
    "In which mode is your model when it writes? Dropout should be off.",
    finding="training mode",
)
def generate():
    """Does not set evaluation mode"""
    edit("model.to(device).eval()", "model.to(device)")


@misconception(
    "q10", "Nothing is going to be trained: what does autograd keep for you?", finding="recorded"
)
def generate(model, prompt, n, temperature, generator):
    """Records everything for autograd"""
    model.eval()
    tokens = prompt
    for _ in range(n):
        logits = model(tokens[-model.context :].unsqueeze(0))[0, -1].detach()
        if temperature == 0:
            token = logits.argmax().view(1)
        else:
            token = torch.multinomial((logits / temperature).softmax(0), 1, generator=generator)
        tokens = torch.cat([tokens, token])
    return tokens
