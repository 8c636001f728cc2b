"""What several test files need: courses, submissions, attacks, and ways to run and to look."""
