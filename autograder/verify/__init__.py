"""Is the autograder right? Grade solutions known to be right and wrong, and compare."""
