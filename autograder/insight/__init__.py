"""What a graded class teaches: mistakes nobody has named, weak tests, answers that are alike."""
