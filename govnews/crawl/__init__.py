"""Fetching with Scrapy: the only room that imports it.

A run's requests come from the frontier (scheduler.py), its answers become items (spider.py) that
four pipelines unpack, read, check and store (pipelines.py, store.py). Nothing of a run lives in
memory alone: what is to be fetched is in the frontier, what was fetched is in the WARC.
`runner.crawl` is the way in; `summary` and `observer` import no Scrapy.
"""
