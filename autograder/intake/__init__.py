"""What was handed in: from whatever a platform hands out to submissions with names."""
