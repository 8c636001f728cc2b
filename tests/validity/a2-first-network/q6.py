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

# %% plain | steps far too large | too large|learning rate|nan|fall|losses
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.5)
losses = []
for _ in range(300):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% plain | far too few steps | fall|steps|how far|losses|loss
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.001)
losses = []
for _ in range(10):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% plain | the optimiser has another network | fall|optimi[sz]er|parameters|losses
my_network = MyNetwork()
optimizer = torch.optim.SGD(MyNetwork().parameters(), lr=0.005)
losses = []
for _ in range(1000):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% plain | a new network in each step | fall|each|losses|loss
losses = []
for _ in range(300):
    my_network = MyNetwork()
    optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss.item())

# %% plain | sum of the errors without squares | square|fall|losses|error
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

# %% subtle | tensors in the list | losses|number|tensor|item
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

# %% subtle | only the last loss is kept | losses|each step|one|empty|length|list
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
losses = []
for _ in range(1000):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
losses.append(loss.item())

# %% subtle | weights set by hand, losses made up | train|by hand|losses|learn|fall
my_network = MyNetwork()
with torch.no_grad():
    weights = [p for p in my_network.parameters() if p.shape == (5, 2)][0]
    biases = [p for p in my_network.parameters() if p.shape == (5,)][0]
    weights.zero_()
    biases.copy_(y)
losses = [0.0 for _ in range(100)]

# %% subtle | forward replaced by the answer | forward|other input|constant|learn|train|MyNetwork
my_network = MyNetwork()
losses = []
my_network.forward = lambda inputs: y.clone()
for _ in range(100):
    loss = ((my_network(x) - y) ** 2).sum()
    losses.append(loss.item())

# %% subtle | losses as text | losses|number|text|string|str
my_network = MyNetwork()
optimizer = torch.optim.SGD(my_network.parameters(), lr=0.005)
losses = []
for _ in range(1000):
    loss = ((my_network(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    losses.append(f"{loss.item():.6f}")
