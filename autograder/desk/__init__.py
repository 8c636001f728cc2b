"""Where people grade, in a browser: pages over the folder of a graded class."""
