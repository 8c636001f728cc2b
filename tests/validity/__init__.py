"""How right the verdicts are: answers that are known to be right or wrong, graded as a class."""
