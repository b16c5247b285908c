"""Generic reading: from a capture's bytes to an article, with no selectors needed.

The way: document (bytes → tree) → blocks (tree → runs of text in page order) → regions (which
blocks are headline, head lines, body, tail) → fields. docs/extraction.md tells it in two pages.
"""
