"""Recognisers of one line of text: dates, view counts, bylines. They know nothing of the page.

A recogniser judges a line from its beginning to its end: a sentence that contains a date or the
words "lượt xem" is no line of a date or a view count.
"""
