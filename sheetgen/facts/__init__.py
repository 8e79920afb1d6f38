"""The fact file: its types, how it is read, and what holds between facts."""
