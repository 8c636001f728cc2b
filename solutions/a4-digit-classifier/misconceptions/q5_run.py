"""What students get wrong in A4, q5 (the training), and what they read then."""

import torch
from torch import nn

from autograder.checks import misconception


@misconception(
    "q5",
    "classifier is the function that makes networks. What do you write to get a network from it?",
    finding="not a module",
    cell=True,
)
def no_brackets():
    """The brackets are missing: classifier is the function"""
    classifier = make_network
    losses, accuracies = [], []


@misconception(
    "q5",
    "Your classifier has other sizes than those that make_network gives by itself. Which network "
    "does the question want to be trained?",
    finding="wrong architecture",
    cell=True,
)
def another_width():
    """Another width than that of the question"""
    torch.manual_seed(0)
    classifier = make_network(32)
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, val_loader))


@misconception(
    "q5",
    "The weights of your classifier are where a new network has them, whatever the losses do. "
    "Whose parameters did your optimiser get?",
    finding="not trained",
    cell=True,
)
def another_networks_optimiser():
    """The classifier is made anew after the optimiser"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    classifier = make_network()
    losses, accuracies = [], []
    for _ in range(2):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, val_loader))


@misconception(
    "q5",
    "Naming one digit for every image would do as well as your classifier. Do your losses come "
    "down at all? Look at the loss function that you hand over, and at the size of the steps.",
    finding="no better than a constant",
    cell=True,
)
def uphill():
    """The loss has the wrong sign"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []

    def loss_fn(y_hat, y):
        return -nn.functional.cross_entropy(y_hat, y)

    for _ in range(5):
        losses.append(train_epoch(classifier, train_loader, loss_fn, optimizer))
        accuracies.append(evaluate(classifier, val_loader))


@misconception(
    "q5",
    "Whatever the image, your classifier says the same. Look at the first of your losses: were "
    "they thrown somewhere in one go? What sets the size of a step?",
    finding="same answer for every input",
    cell=True,
)
def far_too_large():
    """A learning rate that is far too large"""
    torch.manual_seed(1)
    classifier = make_network()
    optimizer = torch.optim.SGD(classifier.parameters(), lr=100.0)
    losses, accuracies = [], []
    for _ in range(5):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, val_loader))


@misconception(
    "q5",
    "You are nearly there. Did your training run for all the epochs that it may have? If it did, "
    "were its steps large enough?",
    finding="just short of the goal",
    cell=True,
)
def three_epochs():
    """Stops after a few epochs"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(4):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, val_loader))


@misconception(
    "q5",
    "Look at your losses: do they still fall at the end of the 20 epochs? Which setting decides "
    "how far a network gets in so many steps?",
    finding="far from the goal",
    cell=True,
)
def too_slow():
    """A learning rate that is far too small"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.SGD(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, val_loader))


@misconception(
    "q5",
    "Your classifier has seen the test images while it was trained. What does its accuracy on them "
    "still tell you?",
    finding="trained on held-out data",
    cell=True,
)
def on_all_images():
    """Trains on all images, those of the test among them"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    loader = DataLoader(TensorDataset(images, labels), batch_size=128, shuffle=True)
    for _ in range(20):
        losses.append(train_epoch(classifier, loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, val_loader))


@misconception(
    "q5",
    "How many epochs does the question ask for, and how many numbers have your two lists? Does "
    "your loop stop early?",
    finding="not 20 epochs",
    cell=True,
)
def stops_early():
    """Stops as soon as the goal is reached"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, val_loader))
        if accuracies[-1] >= 0.95:
            break


@misconception(
    "q5",
    "On which images are your accuracies measured? An accuracy on images that were used to train "
    "says little about new ones.",
    finding="measured on other images",
    cell=True,
)
def measured_on_training():
    """Measures on the training images"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, train_loader))


@misconception(
    "q5",
    "With which part of the images did you watch your training? Part 4 has a table of what each "
    "part is for: which one is opened once, at the very end?",
    finding="measured on the test images",
    cell=True,
)
def measured_on_test():
    """Watches the training with the test images"""
    torch.manual_seed(0)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.01)
    losses, accuracies = [], []
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, test_loader))


@misconception(
    "q5",
    "The last of your accuracies is not that of your classifier. Is classifier the network as it "
    "is after the last epoch, or the best one on the way, chosen with the validation images?",
    finding="not the last classifier",
    cell=True,
)
def keeps_the_best():
    """Goes back to the weights that were best on the validation images"""
    torch.manual_seed(6)
    classifier = make_network()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.05)
    losses, accuracies = [], []
    best = (-1.0, {})
    for _ in range(20):
        losses.append(train_epoch(classifier, train_loader, nn.CrossEntropyLoss(), optimizer))
        accuracies.append(evaluate(classifier, val_loader))
        if accuracies[-1] > best[0]:
            best = accuracies[-1], {k: v.clone() for k, v in classifier.state_dict().items()}
    classifier.load_state_dict(best[1])
