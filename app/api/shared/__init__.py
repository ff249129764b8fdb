"""What share links open without a key: a page, and of one recording its words and the files that it plays."""
