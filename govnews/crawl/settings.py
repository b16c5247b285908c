"""Scrapy's settings, safe and polite where Scrapy's own defaults are not.

Defaults of Scrapy 2.19: certificates are not verified, robots.txt is not obeyed, there is no delay,
a response may have 1 GiB, and a telnet console and a remote control listen.
"""

import os

from govnews.version import __version__

BOT_NAME = "govnews"
_CONTACT = os.environ.get("GOVNEWS_CONTACT", "").strip() or "operator gave no contact"
USER_AGENT = f"govnews/{__version__} (archive of provincial portals; {_CONTACT})"
ROBOTSTXT_USER_AGENT = "govnews"

SPIDER_LOADER_CLASS = "govnews.crawl.loader.PortalSpiderLoader"
COMMANDS_MODULE = "govnews.crawl.commands"
SCHEDULER = "govnews.crawl.scheduler.FrontierScheduler"
TWISTED_DNS_RESOLVER = "govnews.crawl.resolver.PublicResolver"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

DOWNLOAD_HANDLERS = {
    "http": "govnews.crawl.download_handler.WireHandler",
    "https": "govnews.crawl.download_handler.WireHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# Scrapy's own components are in the *_BASE settings, all of them by default. They are listed here
# one by one because Scrapy imports a component before it disables it by None, and the remote
# control alone takes as long as the rest of a run's start.
#
# Left out: retries (the frontier keeps them; in memory they would be lost with the process),
# decompression (payloads are kept as sent; the pipelines decode them), proxies (a proxy resolves
# names itself, past the check for private addresses), robots.txt and off-site links (replaced by
# stricter ones), and components without a use here that would process every request.
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": 700,
}
DOWNLOADER_MIDDLEWARES = {
    "govnews.crawl.url_policy.GuardMiddleware": 50,
    "govnews.crawl.robots.RobotsMiddleware": 100,
    "govnews.crawl.throttle.PaceMiddleware": 900,
}
# Spiders yield pages, never requests.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
# LogCount handles log records below the requested level; without a handler they would be printed.
EXTENSIONS_BASE = {
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
}
ITEM_PIPELINES = {
    "govnews.crawl.pipelines.CapturePipeline": 100,
    "govnews.crawl.pipelines.ExtractPipeline": 200,
    "govnews.crawl.pipelines.ExpectPipeline": 300,
    "govnews.crawl.store.StorePipeline": 400,
}

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
}
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_DELAY_JITTER = 0
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
DNS_TIMEOUT = 20
REDIRECT_MAX_TIMES = 8
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Per response, which is one page here; Scrapy starts as many tasks for each.
CONCURRENT_ITEMS = 1
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 2 * 1024 * 1024

LOG_LEVEL = "WARNING"
STATS_DUMP = False
