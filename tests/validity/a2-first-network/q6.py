# %% right | SGD with 1000 steps
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
losses = []
for _ in range(1000):
    y_hat = my_network(x)
    loss = ((y_hat - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% right | Adam, reset first
losses = []
my_network = MyNetwork()
optimizer = torch.optim.Adam(my_network.parameters(), lr=0.02)
for step in range(1500):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(my_network(x), y, reduction="sum")
    losses.append(loss.item())
    loss.backward()
    optimizer.step()
print(losses[-1])

# %% right | until the loss is small
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.004)
losses = []
while not losses or (losses[-1] > 1e-6 and len(losses) < 5000):
    error = my_network(x) - y
    loss = torch.sum(error * error)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(float(loss))

# %% right | a function that trains
def train_one(network, inputs, goal, lr=0.005, steps=1500):
    history = []
    sgd = torch.optim.SGD(network.parameters(), lr=lr)
    for _ in range(steps):
        sgd.zero_grad()
        loss = torch.dot(network(inputs) - goal, network(inputs) - goal)
        loss.backward()
        sgd.step()
        history.append(loss.detach().item())
    return history


my_network = MyNetwork()
losses = train_one(my_network, x, y)
print(f"last loss: {losses[-1]:.2e}")

# %% right | a batch of one and momentum
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.001, momentum=0.9)
criterion = nn.MSELoss(reduction="sum")
losses = []
for i in range(2000):
    y_hat = my_network(x.unsqueeze(0))
    loss = criterion(y_hat, y.unsqueeze(0))
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% plain | steps far too large | too large|learning rate|\bnan\b|\bfall|\binf\b|grow
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.5)
losses = []
for _ in range(300):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% plain | far too few steps | \bfall|how far|more steps|too few|too small
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.001)
losses = []
for _ in range(10):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% plain | the optimiser has another network | \bfall|optimi[sz]er|parameters
my_network = MyNetwork()
optimizer = torch.optim.SGD(MyNetwork().parameters(), lr=0.005)
losses = []
for _ in range(1000):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% plain | a new network in each step | \bfall|each step|before the loop|\bafresh|scratch
losses = []
for _ in range(300):
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% plain | sum of the errors without squares | square|\bfall
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.001)
losses = []
for _ in range(500):
    loss = (my_network(x) - y).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% plain | the class without brackets | bracket|class|instance|MyNetwork\(\)
my_network = MyNetwork
losses = []
net = my_network()
optimizer = torch.optim.SGD(net.parameters(), lr=0.005)
for _ in range(1000):
    loss = ((net(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% subtle | tensors in the list | python number|numbers?, not|tensor|\bitem\b|not a number|holds? a|as a number
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
losses = []
for _ in range(1000):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss)

# %% subtle | another network than MyNetwork | MyNetwork|question 5|class|two layers
my_network = nn.Linear(3, 5)
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.01)
losses = []
for _ in range(500):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% subtle | only the last loss is kept | each step|every step|only (one|1)\b|length|has \d+|holds \d+|one per step|one loss|too short
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
losses = []
for _ in range(1000):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
losses.append(loss.item())

# %% subtle | weights set by hand, losses made up | by hand|\btrained\b|\btraining\b|learn|losses (do not|don.t|did not|never) fall|begins? (at|with)|first loss|second layer|first layer
my_network = MyNetwork()
with torch.no_grad():
    weights = [p for p in my_network.parameters() if p.shape == (5, 2)][0]
    biases = [p for p in my_network.parameters() if p.shape == (5,)][0]
    weights.zero_()
    biases.copy_(y)
losses = [0.0 for _ in range(100)]

# %% subtle | forward replaced by the answer | forward|other (input|number)s?|constant|learn|\btrained\b|always says|same answer|layers
my_network = MyNetwork()
losses = []
my_network.forward = lambda inputs: y.clone()
for _ in range(100):
    loss = ((my_network(x) - y) ** 2).sum()
    losses.append(loss.item())

# %% subtle | losses as text | python number|numbers?, not|\btext|string|\bstr\b|not a number|holds? a|as a number
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
losses = []
for _ in range(1000):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(f"{loss.item():.6f}")

# %% subtle | only every hundredth loss is kept | each step|every step|only \d+|length|has \d+|holds \d+|one per step|too short
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
losses = []
for step in range(1000):
    y_hat = my_network(x)
    loss = ((y_hat - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    if step % 100 == 0:
        losses.append(loss.item())

# %% right | an optimiser that needs a function, in a few steps
my_network = MyNetwork()
optimizer = torch.optim.LBFGS(my_network.parameters(), lr=0.5)
losses = []


def closure():
    optimizer.zero_grad()
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    return loss


for _ in range(20):
    losses.append(optimizer.step(closure).item())

# %% right | tries several learning rates, and keeps the last that works
for lr in (0.3, 0.1, 0.01):
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=lr)
    losses = []
    for _ in range(200):
        loss = ((my_network(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
