"""sheetgen: a mail platform's fact file and a requested domain become the data sheet TLS-Kommunikation."""

__version__ = "0.1.0"
