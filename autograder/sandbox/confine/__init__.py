"""Where student code is started, and what keeps it there: layers, processes, supervisor, zygote."""
