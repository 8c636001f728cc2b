"""`python -m autograder` is the `autograder` command."""

from autograder.cli.app import main

if __name__ == "__main__":  # and not where a process that was spawned imports it again
    main()
