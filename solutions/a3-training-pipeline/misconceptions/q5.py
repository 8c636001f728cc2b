"""What students get wrong in A3, q5 (graph_operations), and what they read then."""

from autograder.checks import edit, misconception


@misconception(
    "q5",
    "Some names come too often. Two paths may lead to the same node: how would your walk notice?",
)
def graph_operations(tensor):
    """Counts a node once for each path"""
    names, waiting = [], [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            names.append(type(node).__name__)
            waiting.extend(parent for parent, _ in node.next_functions)
    return names


@misconception(
    "q5",
    "A graph with two additions has two nodes of that name. What do you compare to find out "
    "whether you have been somewhere before: nodes, or names?",
    finding="too few of a name",
)
def graph_operations(tensor):
    """Counts each name once"""
    names, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            names.add(type(node).__name__)
            waiting.extend(parent for parent, _ in node.next_functions)
    return list(names)


@misconception(
    "q5",
    "You find the first node and its neighbours. What do you do about the neighbours of those?",
)
def graph_operations(tensor):
    """Looks one level deep only"""
    if tensor.grad_fn is None:
        return []
    nodes = [tensor.grad_fn] + [parent for parent, _ in tensor.grad_fn.next_functions]
    return [type(node).__name__ for node in dict.fromkeys(nodes) if node is not None]


@misconception(
    "q5",
    "Your walk follows a single path. An addition has two inputs: which of them do you ever visit?",
)
def graph_operations(tensor):
    """Follows the first input only"""
    names, node = [], tensor.grad_fn
    while node is not None:
        names.append(type(node).__name__)
        node = node.next_functions[0][0] if node.next_functions else None
    return names


@misconception(
    "q5",
    "The picture has nodes at the ends of the graph, where the gradients of the leaves arrive. Do "
    "they appear in your list?",
)
def graph_operations(tensor):
    """Leaves out the nodes of the leaves"""
    seen, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen and node.next_functions:
            seen.add(node)
            waiting.extend(parent for parent, _ in node.next_functions)
    return [type(node).__name__ for node in seen]


@misconception(
    "q5",
    "Some entries of your list are no names of operations. What stands in next_functions for an "
    "input that needs no gradient?",
)
def graph_operations(tensor):
    """Lists None as a node"""
    seen, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            if node is not None:
                waiting.extend(parent for parent, _ in node.next_functions)
    return [type(node).__name__ for node in seen]


@misconception(
    "q5", "The list lacks the operation that made the tensor itself. Where does your walk begin?"
)
def graph_operations(tensor):
    """Leaves out the first node"""
    seen, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            waiting.extend(parent for parent, _ in node.next_functions)
    return [type(node).__name__ for node in seen if node is not tensor.grad_fn]


@misconception(
    "q5", "It works for results of a computation. What is grad_fn of a tensor that is none?"
)
def graph_operations(tensor):
    """Fails for a tensor without a graph"""
    seen, waiting = {tensor.grad_fn}, [tensor.grad_fn]
    while waiting:
        for parent, _ in waiting.pop().next_functions:
            if parent is not None and parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return [type(node).__name__ for node in seen]


@misconception(
    "q5",
    "Some nodes have more inputs than an addition: a layer, or a concatenation. How many of them "
    "does your walk visit?",
)
def graph_operations():
    """Follows two inputs at most"""
    edit("seen = set()", "")
    edit("waiting = [tensor.grad_fn]", "seen, waiting = set(), [tensor.grad_fn]")
    edit("node.next_functions", "node.next_functions[:2]")


@misconception(
    "q5",
    "Ask for the same tensor twice: the lists differ. What is kept from one call to the next?",
    finding="remembers calls",
)
def graph_operations(tensor, seen=set()):  # noqa: B006
    """Remembers nodes from one call to the next"""
    names, waiting = [], [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            names.append(type(node).__name__)
            waiting.extend(parent for parent, _ in node.next_functions)
    return names


@misconception(
    "q5",
    "Print your list for the loss of the picture, beside type(node).__name__ of its nodes. Is each "
    "name the same?",
)
def graph_operations():
    """Lists what nodes call themselves"""
    edit("seen = set()", "")
    edit("waiting = [tensor.grad_fn]", "seen, waiting = set(), [tensor.grad_fn]")
    edit("type(node).__name__", "node.name()")
