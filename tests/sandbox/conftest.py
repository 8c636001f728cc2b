"""A student process that serves names, for what stands in front of them."""

import os
import socket

import pytest
import torch

from autograder.sandbox.connection import Connection
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.student.serve import Server
from autograder.sandbox.wire.channel import Channel
from tests.support.served_names import student_names

torch.set_num_threads(1)  # with more, a forked child hangs


@pytest.fixture
def env():
    """Return the environment of a served process, with two seconds for a call."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        Server(student_names(), Channel(theirs, "requests"), 2).run()
    theirs.close()
    state = Connection(Channel(ours, "replies"), 2)
    environment = StudentEnvironment(state.fork, 60)
    yield environment
    environment.close()
    state.close()
    os.waitpid(child, 0)
