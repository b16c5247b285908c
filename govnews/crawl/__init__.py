"""Fetching with Scrapy: the only package that imports it.

A run's requests come from the frontier (scheduler.py), its answers become items (spider.py) that
four pipelines unpack, read, check and store (pipelines.py, store.py). Nothing of a run is kept in
memory alone: pages to fetch are rows of the frontier, fetched pages are WARC records.
`runner.crawl` is the entry point; `run_report` and `progress` import no Scrapy.
"""
