"""Bytes to lines: the tree of a page, its lines in reading order, its tables, text dumps."""
