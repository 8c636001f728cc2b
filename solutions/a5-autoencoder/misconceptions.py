"""Wrong solutions of A5 that students write: the question each one loses, and what they read then.

Names of the notebook (Autoencoder, X_train, ...) are there; everything else stands in each
definition.
"""

import torch
from torch import nn

from autograder.checks import misconception

# ---------------------------------------------------------------- q1: Autoencoder


@misconception(
    "q1", "Your pixels can be darker than black. Compare the last row of the table with your code."
)
class Autoencoder(nn.Module):
    """No sigmoid at the end of the decoder"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels)
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Negative pixels are gone, but what of those above 1? Which function do the two halves end in, "
    "according to the table?",
)
class Autoencoder(nn.Module):
    """ReLU in place of the sigmoid at the end of the decoder"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.ReLU()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Print a few embeddings: none of their numbers is ever negative. What may follow the last "
    "linear layer of the encoder?",
)
class Autoencoder(nn.Module):
    """The encoder ends in a ReLU"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim), nn.ReLU()
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Your embeddings are squeezed between 0 and 1. The pixels have to be, but do the numbers in "
    "the bottleneck?",
)
class Autoencoder(nn.Module):
    """The encoder ends in a sigmoid, too"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim), nn.Sigmoid()
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Two linear layers with nothing between them are one linear layer. What stands between them in "
    "each row of the table?",
)
class Autoencoder(nn.Module):
    """No ReLU in either half"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, 128), nn.Linear(128, embedding_dim))
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1", "Is the function between the two linear layers the one of the table, or of the example?"
)
class Autoencoder(nn.Module):
    """Tanh in place of ReLU, as in the example"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.Tanh(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.Tanh(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "model(x) should look like x again. Which half has worked when your forward returns, and which "
    "has not?",
)
class Autoencoder(nn.Module):
    """forward returns the embedding"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.encode(x)


@misconception(
    "q1",
    "forward should return one tensor, the rebuilt images; there is encode for those who want the "
    "rest.",
)
class Autoencoder(nn.Module):
    """forward returns embedding and images"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        z = self.encode(x)
        return z, self.decode(z)


@misconception(
    "q1",
    "Compare decode(z) with the end of forward: what happens to the images of the one, and not to "
    "those of the other?",
)
class Autoencoder(nn.Module):
    """The sigmoid is in forward, so that decode lacks it"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels)
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return torch.sigmoid(self.decode(self.encode(x)))


@misconception(
    "q1",
    "decode is given an embedding, and an embedding is what encode returns. What does your decode "
    "do first?",
)
class Autoencoder(nn.Module):
    """decode begins with encoding"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(self.encode(z))

    def forward(self, x):
        return self.decode(x)


@misconception(
    "q1", "Make an Autoencoder(3), and look at the shape of an embedding. Who decided on that size?"
)
class Autoencoder(nn.Module):
    """embedding_dim is ignored: always 8"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, 8))
        self.decoder = nn.Sequential(
            nn.Linear(8, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1", "Our digits have 64 pixels, but other images may have more. Which argument says how many?"
)
class Autoencoder(nn.Module):
    """pixels is ignored: always 64"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, embedding_dim))
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, 64), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "The decoder is the mirror image of the encoder. Count the linear layers of both.",
)
class Autoencoder(nn.Module):
    """The decoder has no hidden layer"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(nn.Linear(embedding_dim, pixels), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "How wide is the hidden layer of the table, and how wide is yours? Yours narrows down on the "
    "way to the bottleneck.",
)
class Autoencoder(nn.Module):
    """A hidden layer of 32"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, 32), nn.ReLU(), nn.Linear(32, embedding_dim))
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 32), nn.ReLU(), nn.Linear(32, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Ask your model for list(model.parameters()). What does a module need to notice that layers "
    "belong to it, and does a Python list tell it?",
)
class Autoencoder(nn.Module):
    """The halves are plain lists of layers"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = [nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)]
        self.decoder = [
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        ]  # fmt: skip

    def encode(self, x):
        for layer in self.encoder:
            x = layer(x)
        return x

    def decode(self, z):
        for layer in self.decoder:
            z = layer(z)
        return z

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "The values are right, but half of your network can never learn. Where does the record that "
    "autograd keeps get lost?",
)
class Autoencoder(nn.Module):
    """The embedding is detached"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x).detach()

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "A module has to be set up before it can hold layers. What comes first in the __init__ of the "
    "example Beach?",
)
class Autoencoder(nn.Module):
    """super().__init__() is forgotten"""

    def __init__(self, embedding_dim, pixels=64):
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Make two models one after the other, and print a weight of each. Why are they twins, and who "
    "should choose a seed?",
)
class Autoencoder(nn.Module):
    """The seed is set inside the class"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        torch.manual_seed(0)
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Your pixels stay between 0 and 1, but what lies outside is cut off, and cannot learn. Which "
    "function does the last row of the table end in?",
)
class Autoencoder(nn.Module):
    """Clamps pixels in place of the sigmoid"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels)
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z).clamp(0, 1)

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "All the layers are there. In what should each half of them be kept, according to the "
    "question? The example Beach has two such parts.",
    finding="no sequential",
)
class Autoencoder(nn.Module):
    """Single layers, and no Sequential"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.first, self.narrow = nn.Linear(pixels, 128), nn.Linear(128, embedding_dim)
        self.widen, self.last = nn.Linear(embedding_dim, 128), nn.Linear(128, pixels)

    def encode(self, x):
        return self.narrow(torch.relu(self.first(x)))

    def decode(self, z):
        return torch.sigmoid(self.last(torch.relu(self.widen(z))))

    def forward(self, x):
        return self.decode(self.encode(x))


@misconception(
    "q1",
    "Your layers are right, and their first weights are not those that PyTorch draws. What does "
    "the last sentence of the question say about them?",
    finding="other initialisation",
)
class Autoencoder(nn.Module):
    """The weights are initialised anew"""

    def __init__(self, embedding_dim, pixels=64):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, 128), nn.ReLU(), nn.Linear(128, embedding_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(embedding_dim, 128), nn.ReLU(), nn.Linear(128, pixels), nn.Sigmoid()
        )
        for parameter in self.parameters():
            if parameter.dim() == 2:
                nn.init.xavier_uniform_(parameter)

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


# ---------------------------------------------------------------- q2: train_autoencoder, model


@misconception(
    "q2",
    "The model that your function is given comes out as it went in, and is not even asked. Which "
    "model do you train in its place?",
    finding="model not used",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Makes a model of its own, and trains that"""
    net = Autoencoder(8, images.shape[1])
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(net(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Your losses stay where they are, and so do the parameters. Go through the five moves of a "
    "training step: is each of them there, and in this order?",
    finding="no step",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """The gradients are reset between backward and step"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "backward adds to the gradients that are there. What do yours consist of in the tenth step?",
    finding="gradients left behind",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Gradients are never reset"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Call your function with a learning rate of 0: the model still changes. What does your "
    "optimiser know about lr?",
    finding="learning rate ignored",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Adam is made without lr"""
    optimizer = torch.optim.Adam(model.parameters())
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "The steps are steps downhill, but of another optimiser than the one that was asked for.",
    finding="plain gradient descent",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """SGD in place of Adam"""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Adam remembers earlier gradients, and sizes its steps by them. How long does the memory of "
    "yours last?",
    finding="optimiser made anew",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """The optimiser is made in the loop over epochs"""
    losses = []
    for _ in range(epochs):
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Is a difference of 0.2 counted as 0.2 by your loss, or as 0.04? Which of the two has the "
    "formula of Part 1?",
    finding="absolute error",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """The absolute error in place of the squared one"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = (model(x) - x).abs().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Some images are never seen in an epoch. What becomes of those that do not fill a batch?",
    finding="last batch dropped",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """The last batch is left out"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        order = torch.randperm(len(images))
        batch_losses = []
        for i in range(len(images) // batch_size):
            x = images[order[i * batch_size : (i + 1) * batch_size]]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "The images come in the same order in each epoch, the one that they have in the training set. "
    "Which line of the example in Part 3 is missing here?",
    finding="not shuffled",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """The images are not shuffled"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for x in images.split(batch_size):
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "You shuffle, but how often? Compare the batches of your first and your second epoch.",
    finding="shuffled only once",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """One random order for all epochs"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    order = torch.randperm(len(images))
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in order.split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Drawing numbers is not shuffling: after each draw, yours go back into the hat. Does every "
    "image get its turn in an epoch?",
    finding="drawn with replacement",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Batches are drawn with replacement"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randint(len(images), (len(images),)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "One step per epoch is a slow way down. Where in your function does batch_size turn up?",
    finding="batch size ignored",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """All images in one batch"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = nn.functional.mse_loss(model(images), images)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@misconception(
    "q2",
    "Each batch should find a model that has learned from the batch before. How far to the left "
    "does your step stand, in the loop over batches or behind it?",
    finding="too few steps",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """One step at the end of each epoch, for the gradients of all batches"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        optimizer.zero_grad()
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            loss.backward()
            batch_losses.append(loss.item())
        optimizer.step()
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Your function leaves after its first epoch. Which line stands too far to the right?",
    finding="one epoch only",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """The return stands in the loop"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        return losses
    return losses


@misconception(
    "q2",
    "Training goes well. How many numbers come back, and how many epochs are there?",
    finding="one loss per batch",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Returns the loss of each batch"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


@misconception(
    "q2",
    "Training goes well. What is left of an epoch's batches when you write down its loss?",
    finding="one batch only",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Returns the loss of each epoch's last batch"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
    return losses


@misconception(
    "q2",
    "Training goes well, but with smaller batches your losses grow, as there are more of them. "
    "What was asked for, a sum or an average?",
    finding="summed over the batches",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Returns the sum of each epoch's batch losses"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total)
    return losses


@misconception(
    "q2",
    "Your losses grow with the number of pixels and the size of a batch. Look at the fraction in "
    "front of the sums, in the formula of Part 1.",
    finding="sum of squares",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """The sum of the squares in place of their mean"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = ((model(x) - x) ** 2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Training goes well. Print one element of what you return: is it a plain number?",
    finding="loss returned as a tensor",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """The losses are tensors, with all that autograd remembers"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss)
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Your function trains, and keeps what it saw to itself, or hands back something else. What "
    "should come back?",
    finding="not a list of losses",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Returns the model"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return model


@misconception(
    "q2",
    "Your steps are those of Adam, and a little pull towards 0 beside them. Which optimiser does "
    "the question name, and which one do you make?",
    finding="weight decay",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """AdamW in place of Adam"""
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Training goes well, and your losses are a little too small. Does each of them belong to the "
    "model before its step, or after it?",
    finding="loss after the step",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Losses after the steps"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(nn.functional.mse_loss(model(x), x).item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "Training goes well. You weigh each batch with its number of images: how much does a batch "
    "count in the average that the question asks for?",
    finding="weighted by size",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Each batch counts by its size"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item() * len(x))
        losses.append(sum(batch_losses) / len(images))
    return losses


@misconception(
    "q2",
    "You were asked for a number of epochs. Does your loop make all of them, however small the "
    "loss is by then?",
    finding="stops early",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Stops early, once the loss is small"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
        if losses[-1] < 0.005:
            break
    return losses


@misconception(
    "q2",
    "The first of your losses is right, and the later ones hold something of the epochs before. "
    "Where does your function begin to collect the losses of an epoch?",
    finding="not begun anew",
)
def train_autoencoder(model, images, epochs, batch_size, lr):
    """Averages over all epochs so far"""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, batch_losses = [], []
    for _ in range(epochs):
        for batch in torch.randperm(len(images)).split(batch_size):
            x = images[batch]
            loss = nn.functional.mse_loss(model(x), x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return losses


@misconception(
    "q2",
    "model is the class itself, the plan of a network. What do you write to get a network built "
    "from it?",
    finding="a class",
    cell=True,
)
def no_brackets():
    """The brackets are missing: model is the class"""
    model = Autoencoder
    losses = []


@misconception(
    "q2",
    "Your weights do not fit the network of the table with 8 numbers in its bottleneck. Is model "
    "an Autoencoder(8), and did Autoencoder pass the checks of question 1?",
    finding="wrong architecture",
    cell=True,
)
def wider_bottleneck():
    """A bottleneck of 32, which makes it easy"""
    torch.manual_seed(0)
    model = Autoencoder(32)
    losses = train_autoencoder(model, X_train, epochs=5, batch_size=128, lr=0.01)


@misconception(
    "q2",
    "The weights of model are still about where a new one has them. Which model went into "
    "train_autoencoder, and for how many epochs?",
    finding="not trained",
    cell=True,
)
def another_one_is_trained():
    """Trains a model, and then makes a new one"""
    torch.manual_seed(0)
    losses = train_autoencoder(Autoencoder(8), X_train, epochs=5, batch_size=128, lr=0.01)
    model = Autoencoder(8)


@misconception(
    "q2",
    "Whatever the image, your model paints the same. Look at the first numbers in losses: does the "
    "loss come down gently, or is it thrown somewhere? What sets the size of a step?",
    finding="same answer for every input",
    cell=True,
)
def far_too_large():
    """A learning rate that is far too large"""
    torch.manual_seed(0)
    model = Autoencoder(8)
    losses = train_autoencoder(model, X_train, epochs=5, batch_size=128, lr=3.0)


@misconception(
    "q2",
    "Your model has learned to paint something, but it is not our digits. Draw what you train it "
    "on: are these the pictures of Part 1?",
    finding="no better than a constant",
    cell=True,
)
def inverted():
    """Trains on negatives, white on black"""
    torch.manual_seed(0)
    model = Autoencoder(8)
    losses = train_autoencoder(model, 1 - X_train, epochs=6, batch_size=128, lr=0.01)


@misconception(
    "q2",
    "You are on the right way, but not there. Look at the loss curve: is it still falling at its "
    "end? Then what could be larger?",
    finding="just short of the goal",
    cell=True,
)
def too_short():
    """A small learning rate, and few epochs"""
    torch.manual_seed(0)
    model = Autoencoder(8)
    losses = train_autoencoder(model, X_train, epochs=8, batch_size=128, lr=0.002)


@misconception(
    "q2",
    "Your model has seen the held-out images while it was trained. What does its error on them "
    "still tell you?",
    finding="trained on held-out data",
    cell=True,
)
def on_all_images():
    """Trains on all images, the held-out ones among them"""
    torch.manual_seed(0)
    model = Autoencoder(8)
    losses = train_autoencoder(model, images, epochs=8, batch_size=128, lr=0.01)


# ---------------------------------------------------------------- q3: pca_reconstruction


@misconception(
    "q3",
    "Directions go through the centre of the data. Where is the centre of your images, and where "
    "do your directions start?",
)
def pca_reconstruction(train, test, k):
    """Nothing is centred"""
    _, _, Vh = torch.linalg.svd(train, full_matrices=False)
    directions = Vh[:k]
    return test @ directions.T @ directions


@misconception(
    "q3",
    "Before you finish: what did you take away from the images at the beginning?",
)
def pca_reconstruction(train, test, k):
    """The mean is not added again"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:k]
    return (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "Your directions are right. What is the difference that you multiply with them: an image "
    "minus what?",
)
def pca_reconstruction(train, test, k):
    """The mean is added, but was not subtracted from test"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:k]
    return mean + test @ directions.T @ directions


@misconception(
    "q3",
    "Suppose that you were given a single image to rebuild. Which centre would yours be, and where "
    "should it come from?",
)
def pca_reconstruction(train, test, k):
    """test is centred with its own mean"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:k]
    own = test.mean(dim=0)
    return own + (test - own) @ directions.T @ directions


@misconception(
    "q3",
    "That is a better result than PCA should have: it has seen the held-out images. What do your "
    "directions come from?",
)
def pca_reconstruction(train, test, k):
    """Mean and directions come from test"""
    mean = test.mean(dim=0)
    _, _, Vh = torch.linalg.svd(test - mean, full_matrices=False)
    directions = Vh[:k]
    return mean + (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "What you rebuild are the training images. Which argument should the rows of the result "
    "resemble?",
)
def pca_reconstruction(train, test, k):
    """Rebuilds train from its own decomposition"""
    mean = train.mean(dim=0)
    U, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    return mean + U[:, :k] * S[:k] @ Vh[:k]


@misconception(
    "q3",
    "The mean should be an image. How many numbers has yours?",
)
def pca_reconstruction(train, test, k):
    """One mean over all pixels"""
    mean = train.mean()
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:k]
    return mean + (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "In the cell with the cloud, print Vh[0] and Vh[:, 0]. Which of the two points along the "
    "orange line?",
)
def pca_reconstruction(train, test, k):
    """Columns of Vh in place of rows"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:, :k]
    return mean + (test - mean) @ directions @ directions.T


@misconception(
    "q3",
    "The directions are sorted. Are yours those along which the images vary most, or least?",
)
def pca_reconstruction(train, test, k):
    """The last directions in place of the first"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[-k:]
    return mean + (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "You return the description of the images. Which half of the work is still to be done?",
)
def pca_reconstruction(train, test, k):
    """Returns the coordinates"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    return (test - mean) @ Vh[:k].T


@misconception(
    "q3",
    "Going there and back with all directions should change nothing. With yours it changes the "
    "size: which factor is too many?",
)
def pca_reconstruction(train, test, k):
    """The coordinates are multiplied by the singular values"""
    mean = train.mean(dim=0)
    _, S, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:k]
    z = (test - mean) @ directions.T * S[:k]
    return mean + z @ directions


@misconception(
    "q3",
    "Call your function with several values of k and compare. Where in your code is k?",
)
def pca_reconstruction(train, test, k):
    """Always 8 directions, whatever k is"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[:8]
    return mean + (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "How many directions are there between your first and your last, for k = 1?",
)
def pca_reconstruction(train, test, k):
    """One direction too many"""
    mean = train.mean(dim=0)
    _, _, Vh = torch.linalg.svd(train - mean, full_matrices=False)
    directions = Vh[: k + 1]
    return mean + (test - mean) @ directions.T @ directions


@misconception(
    "q3",
    "You give every pixel the same spread before you begin. The text subtracts something; does it "
    "divide by something, too?",
)
def pca_reconstruction(train, test, k):
    """Pixels are standardised first"""
    mean, spread = train.mean(dim=0), train.std(dim=0) + 1e-3
    _, _, Vh = torch.linalg.svd((train - mean) / spread, full_matrices=False)
    directions = Vh[:k]
    return mean + ((test - mean) / spread) @ directions.T @ directions * spread


@misconception(
    "q3",
    "After your function has run, the caller's images are not what they were. Which of your "
    "operators changes a tensor in place?",
    finding="changed in place",
)
def pca_reconstruction(train, test, k):
    """Centres its arguments in place"""
    mean = train.mean(dim=0)
    train -= mean
    test -= mean
    _, _, Vh = torch.linalg.svd(train, full_matrices=False)
    directions = Vh[:k]
    return mean + test @ directions.T @ directions


@misconception(
    "q3",
    "Your numbers are right. Which decomposition does the question ask you to find the directions "
    "with?",
    finding="without svd",
)
def pca_reconstruction(train, test, k):
    """Eigenvectors of the covariance, no SVD"""
    mean = train.mean(dim=0, keepdim=True)
    centred = train - mean
    _, vectors = torch.linalg.eigh(centred.T @ centred / len(train))
    directions = vectors[:, -k:]
    return (test - mean) @ directions @ directions.T + mean


# ---------------------------------------------------------------- q4: interpolate


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
def interpolate(model, image_a, image_b, steps):
    """Returns embeddings"""
    t = torch.linspace(0, 1, steps).view(-1, 1)
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        return (1 - t) * z_a + t * z_b


@misconception("q4", "Your walk is right, but where does it begin? Put t = 0 into the formula.")
def interpolate(model, image_a, image_b, steps):
    """Walks from b to a"""
    t = torch.linspace(0, 1, steps).view(-1, 1)
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        return model.decode(t * z_a + (1 - t) * z_b)


@misconception(
    "q4",
    "Print the values of t for 5 steps. Does the last one get you to the second image?",
)
def interpolate(model, image_a, image_b, steps):
    """Stops one step before the end"""
    t = (torch.arange(steps) / steps).view(-1, 1)
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        return model.decode((1 - t) * z_a + t * z_b)


@misconception(
    "q4",
    "Between two fence posts there is one gap, and between three there are two. Does steps count "
    "the posts or the gaps?",
)
def interpolate(model, image_a, image_b, steps):
    """One image too many"""
    t = torch.linspace(0, 1, steps + 1).view(-1, 1)
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        return model.decode((1 - t) * z_a + t * z_b)


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
def interpolate(model, image_a, image_b, steps):
    """Adds z_b to z_a without taking z_a away"""
    t = torch.linspace(0, 1, steps).view(-1, 1)
    with torch.no_grad():
        z_a, z_b = model.encode(torch.stack([image_a, image_b]))
        return model.decode(z_a + t * z_b)


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


# ---------------------------------------------------------------- q5: embedding_table


@misconception(
    "q5",
    "How many columns does your table have? Which of the model's methods describes an image, and "
    "which one rebuilds it?",
)
def embedding_table(model, images, labels):
    """Holds the rebuilt images"""
    with torch.no_grad():
        x_hat = model(images)
    return torch.cat([labels.view(-1, 1), x_hat], dim=1)


@misconception("q5", "All columns are there. In which order does the question want them?")
def embedding_table(model, images, labels):
    """The label comes last"""
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([z, labels.view(-1, 1)], dim=1)


@misconception(
    "q5",
    "The numbers are right. What hangs on to them, as they come out of a model with parameters, "
    "and how did you cut that off in question 4?",
)
def embedding_table(model, images, labels):
    """Gradients are recorded"""
    return torch.cat([labels.view(-1, 1), model.encode(images)], dim=1)


@misconception("q5", "Your table holds embeddings. Who says which digit each row belongs to?")
def embedding_table(model, images, labels):
    """The labels are left out"""
    with torch.no_grad():
        return model.encode(images)


@misconception(
    "q5",
    "Sorted tables are nice to look at, but in which order should the rows of this one come?",
)
def embedding_table(model, images, labels):
    """The rows are sorted by label"""
    with torch.no_grad():
        z = model.encode(images)
    table = torch.cat([labels.view(-1, 1), z], dim=1)
    return table[labels.argsort()]


@misconception(
    "q5",
    "One column for each digit is what a classifier needs. How many numbers does a label take in "
    "the table of Part 6?",
)
def embedding_table(model, images, labels):
    """The labels are one-hot"""
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([nn.functional.one_hot(labels, 10), z], dim=1)


@misconception(
    "q5",
    "Your rows sum up many images. How many rows are there to be, one per digit or one per image?",
)
def embedding_table(model, images, labels):
    """One row per digit, with the mean embedding"""
    with torch.no_grad():
        z = model.encode(images)
    rows = [
        torch.cat([digit.view(1).float(), z[labels == digit].mean(dim=0)])
        for digit in labels.unique()
    ]
    return torch.stack(rows)


@misconception(
    "q5",
    "The embeddings have lost everything behind the point. Which type do the labels have, and "
    "which should all of the table have?",
)
def embedding_table(model, images, labels):
    """The embeddings are cut off to whole numbers"""
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels.view(-1, 1), z.to(labels.dtype)], dim=1)


@misconception("q5", "All numbers are there. Which way do the rows of a table run?")
def embedding_table(model, images, labels):
    """Rows and columns are exchanged"""
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels.view(1, -1), z.T], dim=0)


@misconception(
    "q5",
    "Call your function with another model. Which one does it ask, the one that it is given or one "
    "of the notebook?",
)
def embedding_table(model, images, labels):
    """Makes a model of its own in place of the argument"""
    torch.manual_seed(0)
    net = Autoencoder(2, images.shape[1])
    with torch.no_grad():
        z = net.encode(images)
    return torch.cat([labels.view(-1, 1), z], dim=1)


@misconception(
    "q5",
    "A label and its embedding belong into one row. Look at the sizes that your parts have before "
    "you put them together: are both two-dimensional?",
)
def embedding_table(model, images, labels):
    """The labels are not made a column"""
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels, z], dim=1)


@misconception(
    "q5",
    "Call your function with labels of your own. Which labels does it put into the table: those "
    "that it is given, or ones of the notebook?",
)
def embedding_table(model, images, labels):
    """Takes the labels of the held-out images, whatever it is given"""
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels_test[: len(images)].view(-1, 1), z], dim=1)


@misconception(
    "q5",
    "Labels from 0 to 9 are right, and a label of 300 comes out as another number. How many "
    "numbers does the type that you turn labels into know?",
)
def embedding_table(model, images, labels):
    """Labels are cut to eight bits"""
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels.to(torch.uint8).view(-1, 1), z], dim=1)


@misconception(
    "q5",
    "After your function has run, the caller's labels have another shape. Which of your operations "
    "ends in an underscore, and what does that mean?",
)
def embedding_table(model, images, labels):
    """Makes a column of the caller's labels in place"""
    with torch.no_grad():
        z = model.encode(images)
    return torch.cat([labels.unsqueeze_(1), z], dim=1)


@misconception(
    "q5",
    "The model of the question wants batches. What shape has a batch that holds a single image, "
    "and which shape do you give to encode?",
)
def embedding_table(model, images, labels):
    """Encodes image by image, without a batch"""
    with torch.no_grad():
        z = torch.stack([model.encode(image) for image in images])
    return torch.cat([labels.view(-1, 1), z], dim=1)
