"""Unusual right solutions of A6, q9 (CharModel and its training)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q9")
class CharModel(nn.Module):
    """A ModuleDict, the table of places cut off, registered in another order"""

    def __init__(self, vocabulary, context, d_model=32, heads=4, causal=True):
        super().__init__()
        self.context = context
        self.parts = nn.ModuleDict(
            {
                "head": nn.Linear(d_model, vocabulary, bias=False),
                "norm": nn.LayerNorm(d_model),
                "block": Block(d_model, heads, causal),
                "where": nn.Embedding(context, d_model),
                "what": nn.Embedding(vocabulary, d_model),
            }
        )

    def forward(self, tokens):
        x = self.parts["what"](tokens)
        x = x + self.parts["where"].weight[: tokens.size(1)]
        for name in ("block", "norm", "head"):
            x = self.parts[name](x)
        return x


@accepted("q9")
class CharModel(nn.Module):
    """A buffer of places, and a Sequential"""

    def __init__(self, vocabulary, context, d_model=32, heads=4, causal=True):
        super().__init__()
        self.register_buffer("numbers", torch.arange(context))
        self.embed, self.place = nn.Embedding(vocabulary, d_model), nn.Embedding(context, d_model)
        self.rest = nn.Sequential(
            Block(d_model, heads, causal),
            nn.LayerNorm(d_model),
            nn.Linear(d_model, vocabulary, bias=False),
        )
        self.context = context

    def forward(self, tokens):
        numbers = self.numbers[: tokens.shape[-1]].expand_as(tokens)
        return self.rest(self.place(numbers) + self.embed(tokens))


@accepted("q9")
def train_char_model(model, tokens, steps, batch_size, lr, generator):
    """A view of all windows, and a window at a time"""
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr)
    everything = tokens.unfold(0, model.context + 1, 1)
    criterion, losses = nn.CrossEntropyLoss(), []
    while len(losses) < steps:
        picked = [
            everything[int(torch.randint(len(everything), (), generator=generator))]
            for _ in range(batch_size)
        ]
        batch = torch.stack(picked)
        optimizer.zero_grad()
        loss = criterion(model(batch[:, :-1]).transpose(1, 2), batch[:, 1:])
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return losses


@accepted("q9")
def train_char_model(model, tokens, steps, batch_size, lr, generator):
    """Uniform numbers, and the cross-entropy written out"""
    model.train()
    adam = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        u = torch.rand(batch_size, generator=generator, dtype=torch.float64)
        first = (u * (len(tokens) - model.context)).long().tolist()
        x = torch.stack([tokens[i : i + model.context] for i in first])
        y = torch.stack([tokens[i + 1 : i + 1 + model.context] for i in first])
        p = model(x).log_softmax(dim=-1)
        loss = -p.gather(-1, y.unsqueeze(-1)).mean()
        model.zero_grad()
        loss.backward()
        adam.step()
        losses += [loss.item()]
    return losses


@accepted("q9", cell=True)
def two_stages():
    """Two calls, the second with a smaller rate"""
    torch.manual_seed(1)
    char_model = CharModel(len(alphabet), 32)
    dice = torch.Generator().manual_seed(1)
    char_losses = train_char_model(char_model, tokens, 400, 32, 0.01, dice)
    char_losses += train_char_model(char_model, tokens, 150, 32, 0.002, dice)
