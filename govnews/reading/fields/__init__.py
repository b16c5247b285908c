"""One module for each field of an article."""
