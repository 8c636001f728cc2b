"""Masters made from assignments that were written for another grader."""
