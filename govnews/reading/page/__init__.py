"""What a page consists of: its head, headline, main content, boilerplate, and what kind it is."""
