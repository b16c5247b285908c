"""Portals that do not exist, with the truth about each of their pages: what readers are judged by.

    from portalgen import make_portal
    portal = make_portal(seed=7, pages=20)
    portal.pages[0].html, portal.pages[0].truth.title

The same arguments give the same bytes. Layouts are skeletons as seen on real portals; what stands
in them (where the date is, how authors sign, which side boxes there are) is drawn from the seed.
"""

from __future__ import annotations

from portalgen.model import GeneratedPage, GeneratedPortal, Options, Truth
from portalgen.portal import LAYOUTS, make_portal

__all__ = ["LAYOUTS", "GeneratedPage", "GeneratedPortal", "Options", "Truth", "make_portal"]
