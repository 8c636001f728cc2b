"""Grade a class: side by side, each submission once, and on from where it was stopped."""
