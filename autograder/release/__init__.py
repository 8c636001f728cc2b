"""From one master notebook to a student release and a Gradescope autograder."""
