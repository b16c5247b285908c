"""Spider loader of Scrapy: each portal file is a spider."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from govnews.crawl.spider import spider_class
from govnews.errors import UnknownPortal
from govnews.portal import Registry


def data_root(settings: BaseSettings) -> Path:
    """The data root of a Scrapy command: setting or environment GOVNEWS_ARCHIVE, or `archive`."""
    return Path(settings.get("GOVNEWS_ARCHIVE") or os.environ.get("GOVNEWS_ARCHIVE") or "archive")


class PortalSpiderLoader:
    """Loads one portal file for one spider, and none to list the names."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """A loader of the package's portals and those of the data root."""
        return cls(Registry(data_root(settings)))

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of a portal; raises KeyError, as Scrapy expects, or BadPortalFile."""
        try:
            return spider_class(self._registry.load(spider_name))
        except UnknownPortal as error:
            raise KeyError(str(error)) from error

    def find_by_request(self, request: Request) -> list[str]:  # noqa: ARG002
        """No spider: a URL is not mapped to a portal."""
        return []

    def list(self) -> list[str]:
        """All portal names; no file is read."""
        return self._registry.names()
