"""Gradescope's side of grading: its folders in, its results.json out."""
