"""Code that goes behind a solved notebook, and prints what its texts say of trainings."""

# What texts say of a run, and no cell prints.
FACTS = {
    "a0": """
scores = [score(model, *points)[0] for points in ((X, Y), (X_fresh, Y_fresh))]
print(f"fresh points have {scores[1] / scores[0]:.0f} times the loss of its own")
print(f"the last thirty steps of the line take {1 - line_losses[-1] / line_losses[-30]:.3f} of it")
same = torch.tensor(same_scores) / same_scores[0]
print(f"same points: at least {same[1:].min():.3f} of the first score")
print(f"same points: in the end {same[-1]:.3f} of the first score")
print(f"fresh points: in the end {fresh_scores[-1] / fresh_scores[0]:.3f} of the first score")
""",
    "a1": """
pairs = enumerate(zip(rmsprop_losses, sgd_losses, strict=True))
print("RMSprop is ahead from step", next(step for step, (one, other) in pairs if one < other))
print(f"the dynamic loss comes from {max(dynamic_losses[:100]):.2g}")
medians = np.median(np.array(dynamic_losses).reshape(-1, 500), axis=1)
print("it is near the best cubic after", 500 * int((medians < 1.05 * best_loss).argmax()))
late = np.array(dynamic_losses[-3000:])
print(f"of the last 3,000 steps, {(late < best_loss).mean():.2f} lie below it")
print(f"and {((8.7 < late) & (late < 8.8)).sum()} between the humps")
""",
    "a4": """
spreads = []
for width, lr in ((32, 0.005), (32, 0.05), (128, 0.005), (128, 0.05)):
    reached = []
    for seed in range(10):
        torch.manual_seed(seed)
        network = make_network(width)
        adam = torch.optim.Adam(network.parameters(), lr=lr)
        for _ in range(5):
            train_epoch(network, train_loader, nn.CrossEntropyLoss(), adam)
        reached.append(evaluate(network, val_loader))
    spreads.append(max(reached) - min(reached))
print(f"the best and the worst of ten seeds differ by {sum(spreads) / 4:.3f}")
""",
    "a6": """
torch.manual_seed(0)
calm = nn.BatchNorm1d(1)
for _ in range(30):
    calm(5 + 2 * torch.randn(32, 1))
root = calm.running_var.item() ** 0.5
print(f"after 30 batches: mean {calm.running_mean.item():.2f}, root of the variance {root:.2f}")
print(f"the loss of characters begins at {char_losses[0]:.2f}")
""",
}

# What other seeds reach with the settings of the solutions, on images to choose with and to judge.
SEEDS = {
    "a4": """
reached = []
for seed in range(10):
    torch.manual_seed(seed)
    network = make_network()
    adam = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(20):
        train_epoch(network, train_loader, nn.CrossEntropyLoss(), adam)
    reached.append((evaluate(network, val_loader) >= 0.94, evaluate(network, test_loader) >= 0.94))
print("seeds that reach both marks:", sum(map(all, reached)), "of", len(reached))
""",
    "a5": """
reached = []
for seed in range(10):
    torch.manual_seed(seed)
    network = Autoencoder(8)
    train_autoencoder(network, X_train, epochs=20, batch_size=128, lr=0.01)
    with torch.no_grad():
        errors = [nn.functional.mse_loss(network(part), part) for part in (X_val, X_test)]
    reached.append((errors[0] < 0.024, errors[1] < 0.025))
print("seeds that reach both marks:", sum(map(all, reached)), "of", len(reached))
""",
    "a6": """
reached = []
for seed in range(10):
    torch.manual_seed(seed)
    network = SmallConvNet()
    adamw = torch.optim.AdamW(network.parameters(), lr=0.01, weight_decay=0.05)
    fit(network, train_images, train_labels, adamw, epochs=20)
    torch.manual_seed(seed)
    writer = CharModel(len(alphabet), 32)
    train_char_model(writer, tokens, 300, 32, 0.01, torch.Generator().manual_seed(seed))
    with torch.no_grad():
        loss = F.cross_entropy(writer.eval()(pieces).flatten(0, 1), targets.flatten())
    right = accuracy(network, judge_images, judge_labels)
    reached.append((0.96 <= right, 0.6 < loss < 0.75))
print("seeds that reach both marks:", sum(map(all, reached)), "of", len(reached))
""",
}

# Many networks at once: as each loss hangs on the weights of one of them only, and Adam treats each
# weight by itself, all take the steps that they would take alone.
STARTS = """
starts = []
for seed in range(50):
    torch.manual_seed(seed)
    starts += [ToyModel() for _ in range(10)]  # training draws nothing in between
weights, _ = torch.func.stack_module_state(starts)
answers = torch.vmap(lambda one: torch.func.functional_call(starts[0], one, (X,)))
adam = torch.optim.Adam(weights.values(), lr=0.05)
for step in range(1, 2001):
    losses = ((answers(weights) - Y) ** 2).mean(dim=(1, 2))
    adam.zero_grad()
    losses.sum().backward()
    adam.step()
    if step in (500, 2000):
        good = losses < 0.01
        print(f"of all starts, after {step} steps: {good.float().mean():.3f}")
        print(f"seeds, after {step} steps: {good.view(50, 10).any(dim=1).sum()}")
"""

# The cell with the step downhill again and again, from the first weights.
DOWNHILL = """
def downhill(rate, steps):
    global W1, B1, W2, B2
    torch.manual_seed(0)
    X, Y = generate_data(20)
    shapes = ((3, 4), (1, 4), (4, 2), (1, 2))
    W1, B1, W2, B2 = (torch.randn(shape) * 0.2 for shape in shapes)
    found = []
    for _ in range(steps):
        found.append(((forward(X) - Y) ** 2).sum().item())
        pairs = zip((W1, B1, W2, B2), backprop(X), strict=True)
        W1, B1, W2, B2 = (weight - rate * gradient for weight, gradient in pairs)
    return found

found = downhill(1, 2)
print(f"with rate 1: {found[0]:.2f} to {found[1]:.2f}")
found = downhill(0.01, 800)
rise = next(i for i in range(1, len(found)) if found[i] > found[i - 1])
print(f"first rise near step {rise}: {found[rise - 1]:.5f} to {found[rise]:.5f}")
"""
