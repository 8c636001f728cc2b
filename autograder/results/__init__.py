"""What came of a submission, as data, and the journal that keeps it."""
