"""The way of the pages on many cores and many machines: the same steps as in one process, and the same graph."""
