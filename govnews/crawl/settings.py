"""Scrapy's settings, safe and polite where Scrapy's own defaults are not.

What Scrapy 2.19 does otherwise: certificates are not verified, robots.txt is not obeyed, there is
no delay, a response may have 1 GiB, and a telnet console and a remote control listen.
"""

import os

from govnews import __version__

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
    "http": "govnews.crawl.wire.WireHandler",
    "https": "govnews.crawl.wire.WireHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # The frontier retries, and remembers it; retries in memory would be lost with the process.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    # Payloads are kept as sent; the pipelines unpack them.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    # A proxy would resolve names itself, out of reach of the check against private addresses.
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    # Of no use here; each would still see every request.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "govnews.crawl.guard.GuardMiddleware": 50,
    "govnews.crawl.robots.RobotsMiddleware": 100,
    "govnews.crawl.pace.PaceMiddleware": 900,
}
# What a spider yields are pages, never requests.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}
# Importing the remote control alone takes as long as all the rest of a run's beginning.
EXTENSIONS = {
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
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

CONCURRENT_ITEMS = 4
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 2 * 1024 * 1024

LOG_LEVEL = "WARNING"
STATS_DUMP = False
