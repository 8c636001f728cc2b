# %% right | nested loops, strict comparison
def sweep(widths: list[int], learning_rates: list[float], run=pretend_run):
    table = []
    best, best_accuracy = None, -math.inf
    for width in widths:
        row = []
        for lr in learning_rates:
            accuracy = run(width, lr)
            row.append(accuracy)
            if accuracy > best_accuracy:
                best, best_accuracy = (width, lr), accuracy
        table.append(row)
    return table, best

# %% right | comprehension, argmax, divmod, float64
def sweep(widths, learning_rates, run=pretend_run):
    rows = [[run(width, lr) for lr in learning_rates] for width in widths]
    table = torch.tensor(rows, dtype=torch.float64)
    i, j = divmod(table.argmax().item(), len(learning_rates))
    return table, (widths[i], learning_rates[j])

# %% right | itertools.product and max with a key
from itertools import product


def sweep(widths: list[int], learning_rates: list[float], run=pretend_run):
    results = [(run(w, lr), (w, lr)) for w, lr in product(widths, learning_rates)]
    n = len(learning_rates)
    table = [[r[0] for r in results[k : k + n]] for k in range(0, len(results), n)]
    best = max(results, key=lambda result: result[0])[1]
    return table, best

# %% right | tensor filled in place, default float32
def sweep(widths, learning_rates, run=pretend_run):
    table = torch.zeros(len(widths), len(learning_rates))
    for i, width in enumerate(widths):
        for j, lr in enumerate(learning_rates):
            table[i, j] = run(width, lr)
    place = table.argmax().item()
    row, column = place // table.shape[1], place % table.shape[1]
    return table, (widths[row], learning_rates[column])

# %% right | best row first, then its column
def sweep(widths, learning_rates, run=pretend_run):
    def row_of(width):
        return [run(width, lr) for lr in learning_rates]

    table = list(map(row_of, widths))
    tops = [max(row) for row in table]
    i = tops.index(max(tops))
    j = table[i].index(tops[i])
    return table, (widths[i], learning_rates[j])

# %% plain | the table is transposed | row|column|transpos|shape
def sweep(widths, learning_rates, run=pretend_run):
    table = torch.tensor([[run(w, lr) for w in widths] for lr in learning_rates])
    place = table.argmax().item()
    j, i = divmod(place, len(widths))
    return table, (widths[i], learning_rates[j])

# %% plain | best holds places instead of settings | best|place|setting|index|indices
def sweep(widths, learning_rates, run=pretend_run):
    table = torch.tensor([[run(w, lr) for lr in learning_rates] for w in widths])
    place = table.argmax().item()
    return table, (place // len(learning_rates), place % len(learning_rates))

# %% plain | divides by the number of widths | best|setting|row|column|quotient|remainder
def sweep(widths, learning_rates, run=pretend_run):
    table = torch.tensor([[run(w, lr) for lr in learning_rates] for w in widths])
    i, j = divmod(table.argmax().item(), len(widths))
    i, j = min(i, len(widths) - 1), min(j, len(learning_rates) - 1)
    return table, (widths[i], learning_rates[j])

# %% plain | the smallest accuracy wins | best|largest|highest|smallest|most
def sweep(widths, learning_rates, run=pretend_run):
    table = torch.tensor([[run(w, lr) for lr in learning_rates] for w in widths])
    i, j = divmod(table.argmin().item(), len(learning_rates))
    return table, (widths[i], learning_rates[j])

# %% plain | returns the best accuracy instead of the settings | best|pair|setting|accuracy
def sweep(widths, learning_rates, run=pretend_run):
    table = torch.tensor([[run(w, lr) for lr in learning_rates] for w in widths])
    return table, table.max().item()

# %% plain | width and lr swapped in the call | swap|order|argument|run|width|row
def sweep(widths, learning_rates, run=pretend_run):
    table = torch.tensor([[run(lr, w) for lr in learning_rates] for w in widths])
    i, j = divmod(table.argmax().item(), len(learning_rates))
    return table, (widths[i], learning_rates[j])

# %% subtle | of equals the last one wins | first|equal|tie|several|last
def sweep(widths, learning_rates, run=pretend_run):
    table = []
    best, best_accuracy = None, -math.inf
    for width in widths:
        row = []
        for lr in learning_rates:
            accuracy = run(width, lr)
            row.append(accuracy)
            if accuracy >= best_accuracy:
                best, best_accuracy = (width, lr), accuracy
        table.append(row)
    return table, best

# %% subtle | argument run ignored | `?run`?|pretend|handed|argument
def sweep(widths, learning_rates, run=pretend_run):
    table = [[pretend_run(w, lr) for lr in learning_rates] for w in widths]
    flat = [accuracy for row in table for accuracy in row]
    i, j = divmod(flat.index(max(flat)), len(learning_rates))
    return table, (widths[i], learning_rates[j])

# %% subtle | runs each combination twice | once|twice|times|call
def sweep(widths, learning_rates, run=pretend_run):
    table = [[run(w, lr) for lr in learning_rates] for w in widths]
    pairs = [(w, lr) for w in widths for lr in learning_rates]
    best = max(pairs, key=lambda pair: run(*pair))
    return table, best

# %% subtle | ties decided column by column | first|row by row|column|equal|tie|several
def sweep(widths, learning_rates, run=pretend_run):
    table = torch.zeros(len(widths), len(learning_rates), dtype=torch.float64)
    best, best_accuracy = None, -math.inf
    for j, lr in enumerate(learning_rates):
        for i, width in enumerate(widths):
            table[i, j] = run(width, lr)
            if table[i, j].item() > best_accuracy:
                best, best_accuracy = (width, lr), table[i, j].item()
    return table, best

# %% subtle | finds nothing if all accuracies are zero | zero|\b0\b|None|best|negative
def sweep(widths, learning_rates, run=pretend_run):
    table = []
    best, best_accuracy = None, 0
    for width in widths:
        table.append([])
        for lr in learning_rates:
            accuracy = run(width, lr)
            table[-1].append(accuracy)
            if accuracy > best_accuracy:
                best, best_accuracy = (width, lr), accuracy
    return table, best

# %% subtle | best width and best rate chosen separately | best|together|separate|pair|highest|mean
def sweep(widths, learning_rates, run=pretend_run):
    table = torch.tensor([[run(w, lr) for lr in learning_rates] for w in widths])
    i = table.mean(dim=1).argmax().item()
    j = table.mean(dim=0).argmax().item()
    return table, (widths[i], learning_rates[j])

# %% subtle | accuracies rounded to two places | round|exact|places|digits|equal|accurac
def sweep(widths, learning_rates, run=pretend_run):
    table = [[round(run(w, lr), 2) for lr in learning_rates] for w in widths]
    flat = sum(table, [])
    i, j = divmod(flat.index(max(flat)), len(learning_rates))
    return table, (widths[i], learning_rates[j])

# %% subtle | widths put in order, also those of the caller | order|sort|row|chang|caller
def sweep(widths, learning_rates, run=pretend_run):
    widths.sort()
    table = [[run(w, lr) for lr in learning_rates] for w in widths]
    flat = [accuracy for row in table for accuracy in row]
    i, j = divmod(flat.index(max(flat)), len(learning_rates))
    return table, (widths[i], learning_rates[j])

# %% subtle | settings come back as tensors | tensor|number|setting|type|themselves|pair
def sweep(widths, learning_rates, run=pretend_run):
    table = torch.tensor([[run(w, lr) for lr in learning_rates] for w in widths])
    i, j = divmod(table.argmax().item(), len(learning_rates))
    return table, (torch.tensor(widths)[i], torch.tensor(learning_rates)[j])
