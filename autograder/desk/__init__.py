"""Where people grade, in a browser."""
