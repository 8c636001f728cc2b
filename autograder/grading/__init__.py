"""Grade submissions: from a file that a student handed in to a result that Gradescope reads."""
