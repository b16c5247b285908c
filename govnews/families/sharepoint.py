"""SharePoint with the tandan theme: `/pages/YYYY-MM-DD/….aspx`, text in `.ms-rtestate-field`."""

from __future__ import annotations

import re
from typing import ClassVar

from govnews.families.family import Family
from govnews.reading.selectors import Hints


class SharePoint(Family):
    """Publishing pages; the body is often a single block of line breaks."""

    hints: ClassVar[Hints] = {
        "body": (
            ".article-content .ms-rtestate-field",
            "[id*=PublishingPageContent]",
            ".ms-rtestate-field",
        ),
    }
    article_url: ClassVar[re.Pattern[str] | None] = re.compile(
        r"/pages/(?:\d{4}-\d{1,2}-\d{1,2}/)?[^/?]+\.aspx(?:\?.*ItemID=\d+)?"
        r"|\.aspx\?(?:.*&)?(?:nid|NewsId|ItemID)=\d+|/SitePages/[^/?]+\.aspx"
        r"|/tin-tuc/\d{4}/\d{1,2}/\d+-[^/?]+",
        re.IGNORECASE,
    )
