"""The archive: what was fetched, what was read from it, and what is still to be fetched.

`database.Archive` opens it; `frontier`, `captures`, `articles`, `search` and `runs` work on its
connection and leave the transaction to the caller, so that a page's capture, article, links and
frontier row are stored together or not at all.
"""
