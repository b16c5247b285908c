"""The parts of a page: metadata, boilerplate, headline, main content, regions, page type."""
