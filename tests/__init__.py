"""Tests: a folder for each room of the package, and ``support`` for what they share."""
