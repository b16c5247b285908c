"""UIArticle (ASP.NET WebForms): page 1 by GET, the others by postback with the form's state."""

from __future__ import annotations

from govnews.families.family import Family


class UIArticle(Family):
    """DesktopModules pages. No stable class names: skins differ from province to province."""
