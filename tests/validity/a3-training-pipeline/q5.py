# %% right | a stack and a set of nodes
def graph_operations(tensor: torch.Tensor) -> list[str]:
    """The names of all backward nodes that can be reached from tensor.grad_fn."""
    if tensor.grad_fn is None:
        return []
    seen = {tensor.grad_fn}
    waiting = [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        for parent, _ in node.next_functions:
            if parent is not None and parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return [type(node).__name__ for node in seen]

# %% right | recursion with a set of its own
def graph_operations(tensor):
    seen = set()
    names = []

    def visit(node):
        if node is None or node in seen:
            return
        seen.add(node)
        names.append(type(node).__name__)
        for pair in node.next_functions:
            visit(pair[0])

    visit(tensor.grad_fn)
    return names

# %% right | breadth first with a deque
from collections import deque


def graph_operations(tensor: torch.Tensor) -> list[str]:
    queue = deque([tensor.grad_fn])
    visited: dict = {}
    while queue:
        current = queue.popleft()
        if current is None or current in visited:
            continue
        visited[current] = type(current).__name__
        queue.extend(entry[0] for entry in current.next_functions)
    return list(visited.values())

# %% right | a list that grows while it is gone through
def graph_operations(tensor: torch.Tensor) -> list[str]:
    nodes = [] if tensor.grad_fn is None else [tensor.grad_fn]
    for node in nodes:
        for parent, _ in node.next_functions:
            if parent is None or any(parent is known for known in nodes):
                continue
            nodes.append(parent)
    return [node.__class__.__name__ for node in nodes]

# %% plain | follows only the first input | seven|\b7\b|\ball\b|first|picture|next_functions
def graph_operations(tensor: torch.Tensor) -> list[str]:
    names = []
    node = tensor.grad_fn
    while node is not None:
        names.append(type(node).__name__)
        node = node.next_functions[0][0] if node.next_functions else None
    return names

# %% plain | a None fails | none|grad_fn|empty
def graph_operations(tensor: torch.Tensor) -> list[str]:
    seen = set()
    waiting = [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        waiting.extend(parent for parent, _ in node.next_functions)
    return [type(node).__name__ for node in seen]

# %% plain | each name only once | \b7\b|seven|same name|twice|kinds|names
def graph_operations(tensor: torch.Tensor) -> list[str]:
    names = set()
    waiting = [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            names.add(type(node).__name__)
            waiting.extend(parent for parent, _ in node.next_functions)
    return list(names)

# %% plain | nodes in place of names | names|\bstr\b|\btypes?\b
def graph_operations(tensor: torch.Tensor) -> list[str]:
    seen = []
    waiting = [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.append(node)
        waiting.extend(parent for parent, _ in node.next_functions)
    return seen

# %% subtle | a node reached twice counts twice | \bonce\b|twice|same node|paths?|double
def graph_operations(tensor: torch.Tensor) -> list[str]:
    names = []
    waiting = [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        names.append(type(node).__name__)
        for parent, _ in node.next_functions:
            waiting.append(parent)
    return names

# %% subtle | operations with the same name count once | same name|twice|different nodes|names
def graph_operations(tensor: torch.Tensor) -> list[str]:
    names = []
    seen = set()

    def visit(node):
        if node is None or node in seen:
            return
        seen.add(node)
        name = type(node).__name__
        if name == "AccumulateGrad" or name not in names:
            names.append(name)
        for parent, _ in node.next_functions:
            visit(parent)

    visit(tensor.grad_fn)
    return names

# %% subtle | at most two inputs of a node are followed | inputs|\ball\b|three|more than two|next_functions|missing|reach
def graph_operations(tensor: torch.Tensor) -> list[str]:
    seen = set()
    waiting = [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        parents = node.next_functions
        if len(parents) > 0:
            waiting.append(parents[0][0])
        if len(parents) > 1:
            waiting.append(parents[1][0])
    return [type(node).__name__ for node in seen]

# %% subtle | name() in place of the name of the type | name\(\)|\btypes?\b|torch::|__name__
def graph_operations(tensor: torch.Tensor) -> list[str]:
    seen = set()
    waiting = [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        waiting.extend(parent for parent, _ in node.next_functions)
    return [node.name() for node in seen]

# %% subtle | seen nodes as a default value, kept over calls | second (call|time)|twice|again|default|remember|calls?|empty
def graph_operations(tensor: torch.Tensor, seen=set()) -> list[str]:
    names = []
    waiting = [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        names.append(type(node).__name__)
        waiting.extend(parent for parent, _ in node.next_functions)
    return names

# %% subtle | a leaf gives AccumulateGrad and no empty list | \bleaf|grad_fn|empty|no recorded|none
def graph_operations(tensor: torch.Tensor) -> list[str]:
    if tensor.grad_fn is None:
        return ["AccumulateGrad"] if tensor.requires_grad else []
    seen = {tensor.grad_fn}
    waiting = [tensor.grad_fn]
    while waiting:
        for parent, _ in waiting.pop().next_functions:
            if parent is not None and parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return [type(node).__name__ for node in seen]
