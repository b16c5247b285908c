"""Import pages that were saved elsewhere: text dumps, saved HTML, WARC and WACZ of other tools, and
captures of a portal in a web archive. Pages are read and stored as in a crawl; each one is written
as a WARC record of the archive.
"""

from __future__ import annotations

from govnews.importing.importer import Imported, Importer, Tally

__all__ = ["Imported", "Importer", "Tally"]
