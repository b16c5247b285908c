"""Vietnamese as government pages write it: text and its encodings, dates, numbers of documents."""
