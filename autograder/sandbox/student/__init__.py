"""What runs beside student code: the notebook's kernel, and answers to what tests ask."""
