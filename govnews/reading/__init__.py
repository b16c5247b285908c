"""From a capture's bytes to an article, with or without selectors.

parse: bytes → tree → lines in page order. page: lines → regions (headline, head, body, tail).
fields: regions → the fields of an article. reader: the order of all steps. recognisers: dates,
view counts and bylines in one line of text. docs/extraction.md describes the rules.
"""
