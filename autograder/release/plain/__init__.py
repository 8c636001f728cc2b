"""Masters as plain Otter has them: built by Otter, graded as ours are."""
