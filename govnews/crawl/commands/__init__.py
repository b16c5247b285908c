"""So that `scrapy crawl NAME` in the project is the same run as `govnews crawl NAME`."""
