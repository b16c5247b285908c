"""Brings in what was saved elsewhere: text dumps, saved HTML, WARC and WACZ of other tools, what a
web archive still has of a portal. The same reading as a crawl's, into the same tables; each page
is kept as a WARC record of the archive's own.
"""

from __future__ import annotations

from govnews.importing.importer import Imported, Importer, Tally

__all__ = ["Imported", "Importer", "Tally"]
