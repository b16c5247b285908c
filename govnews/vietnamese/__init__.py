"""Vietnamese in government pages: text and its encodings, dates, names and document numbers."""
