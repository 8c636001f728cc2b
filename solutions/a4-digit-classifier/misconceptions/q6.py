"""What students get wrong in A4, q6 (sweep), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q6",
    "The place in the table is right. Does the question ask where the best accuracy stands, or "
    "which settings gave it?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Returns row and column in place of the settings"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    return table, divmod(table.argmax().item(), len(learning_rates))


@misconception(
    "q6",
    "Your numbers stand in the wrong places as soon as there are more rates than widths, or fewer: "
    "which of the two lists belongs to the rows?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """The table is transposed: one row for each learning rate"""
    table = torch.tensor([[run(width, lr) for width in widths] for lr in learning_rates])
    row, column = divmod(table.argmax().item(), len(widths))
    return table, (widths[column], learning_rates[row])


@misconception("q6", "These are accuracies, not losses: is the best one the lowest or the highest?")
def sweep():
    """Takes the lowest accuracy for the best"""
    edit("table.argmax().item()", "table.argmin().item()")


@misconception(
    "q6", "The table is right. best should tell which settings to use; what does yours tell?"
)
def sweep(widths, learning_rates, run=pretend_run):
    """Returns the best accuracy in place of the settings"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    return table, table.max().item()


@misconception(
    "q6", "You found the right two settings. In which order does the question want them?"
)
def sweep():
    """best is (lr, width)"""
    edit("(widths[row], learning_rates[column])", "(learning_rates[column], widths[row])")


@misconception(
    "q6",
    "The table is right and best is not. The places are counted row by row: how many of them are "
    "there in one row?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Divides the place by the number of widths"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    row, column = divmod(table.argmax().item(), len(widths))
    return table, (widths[row % len(widths)], learning_rates[column % len(learning_rates)])


@misconception("q6", "Compare the order of the arguments in your call with that in run(width, lr).")
def sweep():
    """Calls run(lr, width)"""
    edit("run(width, lr)", "run(lr, width)")


@misconception(
    "q6",
    "Count the calls of run: there is one for each combination, and some more. Each of them may "
    "train a network for minutes. Where do the others come from?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Trains everything a second time to find the best"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    settings = [(width, lr) for width in widths for lr in learning_rates]
    return table, max(settings, key=lambda pair: run(*pair))


@misconception(
    "q6",
    "All is right as long as one accuracy is above all others. What does your comparison do when "
    "the same accuracy comes a second time?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Of several best ones, takes the last"""
    table, best, highest = [], None, -1.0
    for width in widths:
        table.append([])
        for lr in learning_rates:
            accuracy = run(width, lr)
            table[-1].append(accuracy)
            if accuracy >= highest:
                best, highest = (width, lr), accuracy
    return table, best


@misconception(
    "q6",
    "The table is right, but best comes from the last of its rows. Where does your code forget the "
    "highest accuracy so far?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Begins to compare anew in each row"""
    table = []
    for width in widths:
        row, highest = [], -1.0
        for lr in learning_rates:
            row.append(run(width, lr))
            if row[-1] > highest:
                best, highest = (width, lr), row[-1]
        table.append(row)
    return table, best


@misconception(
    "q6",
    "Two widths and three learning rates make six combinations. How many of them do you try? Look "
    "at what zip does with two lists.",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Goes through both lists side by side"""
    pairs = list(zip(widths, learning_rates, strict=False))
    table = torch.tensor([run(width, lr) for width, lr in pairs])
    return table, pairs[table.argmax().item()]


@misconception(
    "q6", "Your accuracies are right and in the right order. What shape should the table have?"
)
def sweep(widths, learning_rates, run=pretend_run):
    """The table is one long row"""
    pairs = [(width, lr) for width in widths for lr in learning_rates]
    table = torch.tensor([run(width, lr) for width, lr in pairs])
    return table, pairs[table.argmax().item()]


@misconception(
    "q6",
    "Suppose that every run has an accuracy of 0. What is best then, in your code? Look at the "
    "number that you begin to compare with.",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Finds nothing where all accuracies are 0"""
    table, best, highest = [], None, 0
    for width in widths:
        table.append([])
        for lr in learning_rates:
            accuracy = run(width, lr)
            table[-1].append(accuracy)
            if accuracy > highest:
                best, highest = (width, lr), accuracy
    return table, best


@misconception(
    "q6",
    "All is right as long as one accuracy is above all others. Which of several equal ones comes "
    "first, if the table is read row by row?",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Of several best ones, takes the first column by column"""
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    column, row = divmod(table.T.argmax().item(), len(widths))
    return table, (widths[row], learning_rates[column])


@misconception(
    "q6",
    "Your accuracies have two places behind the point. What becomes of two that differ in the "
    "third?",
    finding="accuracies rounded",
)
def sweep():
    """Rounds the accuracies"""
    edit("run(width, lr)", "round(run(width, lr), 2)")


@misconception(
    "q6",
    "In which order do the rows of your table come, and in which order does the caller's list have "
    "the widths? Look for something that sorts.",
    finding="widths sorted",
)
def sweep(widths, learning_rates, run=pretend_run):
    """Sorts the caller's list of widths"""
    widths.sort()
    table = torch.tensor([[run(width, lr) for lr in learning_rates] for width in widths])
    row, column = divmod(table.argmax().item(), len(learning_rates))
    return table, (widths[row], learning_rates[column])
