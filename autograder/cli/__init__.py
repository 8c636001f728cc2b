"""The `autograder` command: a file per subcommand, each a thin call."""
