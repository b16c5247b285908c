"""The archive: captures, the articles read from them, and the frontier of URLs still to fetch.

`database.Archive` opens it; `frontier`, `captures`, `articles`, `search` and `runs` work on its
connection and leave the transaction to the caller, so that a page's capture, article, links and
frontier row are stored together or not at all.
"""
