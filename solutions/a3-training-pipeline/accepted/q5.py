"""Unusual right solutions of A3, q5 (graph_operations)."""

from autograder.checks import accepted


@accepted("q5")
def graph_operations(tensor):
    """Calls itself, with the nodes seen so far"""
    seen = []

    def visit(node):
        if node is None or any(node is other for other in seen):
            return
        seen.append(node)
        for parent, _ in node.next_functions:
            visit(parent)

    visit(tensor.grad_fn)
    return [type(node).__name__ for node in seen]


@accepted("q5")
def graph_operations(tensor):
    """Level by level, sorted"""
    level = {tensor.grad_fn} - {None}
    found = set()
    while level:
        found |= level
        level = {parent for node in level for parent, _ in node.next_functions} - found - {None}
    return sorted(type(node).__name__ for node in found)


@accepted("q5")
def graph_operations(tensor):
    """A queue, and a dictionary from nodes to names"""
    from collections import deque

    names, queue = {}, deque([tensor.grad_fn])
    while queue:
        node = queue.popleft()
        if node is None or node in names:
            continue
        names[node] = node.__class__.__name__
        for pair in node.next_functions:
            queue.append(pair[0])
    return list(names.values())


@accepted("q5")
def graph_operations(tensor):
    """A list that grows while it is gone through"""
    nodes = [tensor.grad_fn] if tensor.grad_fn is not None else []
    for node in nodes:
        nodes += [p for p, _ in dict.fromkeys(node.next_functions) if p and p not in nodes]
    return [str(type(node).__name__) for node in nodes]
