"""Many sheets at once: a list is read, judged row by row, and its sheets are made by several processes, in the order of the list."""
