"""Frames between the grading process and the student process: messages, channel, values."""
