"""How long a PDF takes: sheetgen's, and its peers'."""
