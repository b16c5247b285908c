"""Responses of the demo portal, before they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from email.utils import format_datetime
from hashlib import sha256
from http import HTTPStatus

from govnews.demo.corpus import DemoArticle


@dataclass(frozen=True, slots=True)
class Response:
    """A status, a body with its type, and further headers."""

    status: HTTPStatus
    body: bytes
    content_type: str
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def tag(self) -> str | None:
        """The entity tag of a response that may be cached, else None."""
        return self.extra.get("ETag")

    def headers(self) -> dict[str, str]:
        """All headers of the response; a HEAD request gets the same as a GET."""
        headers = dict(self.extra)
        if self.content_type:
            headers["Content-Type"] = self.content_type
        if self.status is not HTTPStatus.NOT_MODIFIED:
            headers["Content-Length"] = str(len(self.body))
        return headers

    def not_modified(self) -> Response:
        """The 304 response for a client that has this body already."""
        return replace(self, status=HTTPStatus.NOT_MODIFIED, body=b"", content_type="")


def html_page(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A page; it carries counters, so it has neither an entity tag nor a date of change."""
    headers = {"Cache-Control": "private, no-store"}
    return Response(status, text.encode("utf-8"), "text/html; charset=utf-8", headers)


def cacheable(body: str | bytes, content_type: str, sources: Sequence[DemoArticle]) -> Response:
    """A body without counters, as old as the newest article behind it."""
    data = body.encode("utf-8") if isinstance(body, str) else body
    headers = {"ETag": f'"{sha256(data).hexdigest()[:20]}"'}
    dates = [article.lastmod for article in sources if article.lastmod is not None]
    if dates:
        headers["Last-Modified"] = format_datetime(max(dates).astimezone(UTC), usegmt=True)
    return Response(HTTPStatus.OK, data, content_type, headers)
