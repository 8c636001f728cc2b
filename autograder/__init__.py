"""PyTorch course assignments that grade themselves."""
