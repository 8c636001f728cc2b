"""The class tests the tests: what right answers do that tests do not ask for, and the reverse."""
