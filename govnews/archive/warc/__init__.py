"""WARC files (ISO 28500:2017): every exchange as it was sent and received."""
