"""What one line says: a date, a view count, a byline. Text in, facts out; no page is needed.

Every recogniser judges a whole line. A sentence of the body that contains a date or the word "lượt
xem" is no such line.
"""
