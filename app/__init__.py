"""A video job server: links and files in; words, meaning and clips out."""

__version__ = "0.1.0"
