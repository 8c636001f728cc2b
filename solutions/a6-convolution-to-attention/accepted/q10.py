"""Unusual right solutions of A6, q10 (generate)."""

import torch

from autograder.checks import accepted, equivalent


@accepted("q10")
@torch.no_grad()
def generate(model, prompt, n, temperature, generator):
    """A list of numbers, and the cumulative probabilities"""
    model.eval()
    tokens = prompt.tolist()
    for _ in range(n):
        logits = model(torch.tensor([tokens[-model.context :]]))[:, -1].flatten()
        if temperature:
            p = torch.softmax(logits.double() / temperature, -1).cumsum(0)
            u = torch.rand((), generator=generator, dtype=torch.float64)
            tokens.append(min(int((p < u).sum()), len(p) - 1))
        else:
            tokens.append(int(logits.argmax()))
    return torch.tensor(tokens)


@accepted("q10")
def generate(model, prompt, n, temperature, generator):
    """A result that is filled, in inference mode; exponentials of its own"""
    was = model.training
    model.train(False)
    tokens = torch.cat([prompt, prompt.new_zeros(n)])
    with torch.inference_mode():
        for i in range(len(prompt), len(prompt) + n):
            z = model(tokens[max(0, i - model.context) : i][None])[0][-1]
            if temperature > 0:
                weights = torch.exp((z - z.max()) / temperature)
                tokens[i] = torch.multinomial(weights, 1, generator=generator)[0]
            else:
                tokens[i] = z.max(dim=0).indices
    model.train(was)
    return tokens


@accepted("q10")
def generate(model, prompt, n, temperature, generator):
    """One token by recursion; the largest of logits and Gumbel noise"""
    if n == 0:
        return prompt.clone()
    model.eval()
    with torch.no_grad():
        z = model(prompt[-model.context :].view(1, -1))[0, -1]
    if temperature != 0:
        u = torch.rand(z.shape, generator=generator, dtype=torch.float64)
        z = z.double() / temperature - torch.log(-torch.log(u))
    longer = torch.cat([prompt, z.argmax().view(1)])
    return generate(model, longer, n - 1, temperature, generator)


equivalent(
    "q10",
    "p = torch.softmax(logits / temperature, dim=-1)",
    "logits has one dimension here, which is both the first and the last",
)


equivalent("q10", "if temperature <= 0:", "the question knows no temperature below 0")
