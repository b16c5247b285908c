"""Commands of Scrapy in the project: `scrapy crawl NAME` is the run of `govnews crawl NAME`."""
