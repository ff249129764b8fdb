"""Checks lists of hotwords: words to expect in speech, as a setting and as an option of a job."""

#: Most words of a list, and most characters of each, which may be a name of several words.
MOST_HOTWORDS, LONGEST_HOTWORD = 100, 100


def checked_hotwords(value: object) -> tuple[str, ...]:
    """The words, trimmed, each once. Raises ValueError with what is wrong, for people."""
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise ValueError("must be a list of words")
    if len(value) > MOST_HOTWORDS:
        raise ValueError(f"must be at most {MOST_HOTWORDS} words (got {len(value)})")
    words = [" ".join(word.split()) for word in value]
    for number, word in enumerate(words, 1):
        if not word:
            raise ValueError(f"must have no empty word (number {number} is)")
        if len(word) > LONGEST_HOTWORD:
            raise ValueError(f"must be words of at most {LONGEST_HOTWORD} characters (number {number} has {len(word)})")
        if not word.isprintable():
            raise ValueError(f"must have no control characters (number {number} has some)")
    return tuple(dict.fromkeys(words))
