# %% right | Adam with a good seed
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print("last loss:", losses[-1])


# %% right | RMSprop and MSELoss
torch.manual_seed(2)
model = ToyModel()
optimizer = torch.optim.RMSprop(model.parameters(), lr=0.01)
losses = []
for _ in range(2000):
    loss = nn.MSELoss()(model(X), Y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())


# %% right | SGD with momentum
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
losses = []
for _ in range(2500):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())


# %% right | searches seeds until one is good
for seed in range(20):
    torch.manual_seed(seed)
    model = ToyModel()
    adam = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for step in range(2000):
        adam.zero_grad()
        loss = nn.functional.mse_loss(model(X), Y)
        loss.backward()
        adam.step()
        losses.append(loss.item())
    if losses[-1] < 0.005:
        break


# %% right | stops when the goal is reached
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    if loss.item() < 0.008:
        losses.append(loss.item())
        break
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())


# %% plain | too few steps | below|longer|steps|still falling|0\.01
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(30):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())


# %% plain | no reset of the gradients | zero_grad|reset|accumul|below|0\.01
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())


# %% plain | class without brackets | bracket|type|module|ToyModel\(\)
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
model = ToyModel


# %% plain | optimiser of another model | optimi[sz]er|parameters|other model|below|0\.01|flat
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(ToyModel().parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())


# %% plain | no step | step|flat|below|0\.01
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    losses.append(loss.item())


# %% subtle | a larger network in place of ToyModel | ToyModel|larger|hidden|26|network
torch.manual_seed(1)
model = nn.Sequential(nn.Linear(3, 64), nn.ReLU(), nn.Linear(64, 2), nn.Sigmoid())
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())


# %% subtle | the targets replaced by the answers | targets|\bY\b|data|replaced|changed|overwrit
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(200):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
Y = model(X).detach()


# %% subtle | losses are tensors | tensor|number|item|losses
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss)


# %% subtle | only every hundredth loss kept | each step|every step|losses|all
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for step in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 100 == 0:
        losses.append(loss.item())


# %% subtle | losses stay empty | losses|empty|each step|every step
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


# %% right | cross-entropy, which is what the list holds
torch.manual_seed(11)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(600):
    loss = nn.functional.binary_cross_entropy(model(X), Y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())


# %% right | the sum of squares, taken after each step
torch.manual_seed(7)
model = ToyModel()
optimizer = torch.optim.AdamW(model.parameters(), lr=0.05, weight_decay=0.0)
losses = []
for _ in range(600):
    optimizer.zero_grad()
    ((model(X) - Y) ** 2).sum().backward()
    optimizer.step()
    with torch.no_grad():
        losses.append(float(((model(X) - Y) ** 2).sum()))


# %% right | keeps the losses of all tries, as NumPy's numbers
import numpy as np

losses = []
for seed in (0, 7, 11):
    torch.manual_seed(seed)
    model = ToyModel()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(500):
        loss = ((model(X) - Y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(np.float32(loss.item()))
    if losses[-1] < 0.005:
        break


# %% right | until the goal is reached, the gradient clipped
torch.manual_seed(7)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = [((model(X) - Y) ** 2).mean().item()]
while losses[-1] > 0.006 and len(losses) < 1000:
    model.zero_grad()
    ((model(X) - Y) ** 2).mean().backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    losses.append(((model(X) - Y) ** 2).mean().item())


# %% subtle | only every tenth loss kept | each step|every step|losses|all
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for step in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 10 == 0:
        losses.append(loss.item())


# %% subtle | every twentieth loss of gradient descent | each step|every step|losses
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
losses = []
for step in range(2500):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 20 == 0:
        losses.append(loss.item())


# %% subtle | losses are detached tensors | tensor|number|item
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.detach())


# %% subtle | losses is the last loss alone | list|losses is|number for each step
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses = loss.item()


# %% subtle | losses as text | number|text|str
torch.manual_seed(1)
model = ToyModel()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []
for _ in range(2000):
    loss = ((model(X) - Y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(f"{loss.item():.4f}")
