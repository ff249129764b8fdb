"""Formats a transcript as Markdown (CommonMark)."""

import re

from app.text.documents import Document, Paragraph, clock

#: What would be markup in the middle of a line; no text stands at the start of one.
_MARKUP = re.compile(r"([\\`*_\[\]<>&~|])")


def markdown(document: Document) -> str:
    """The document; texts are escaped, so that nothing that is said is read as markup."""
    blocks = [f"# {_heading(document.title)}"]
    if document.facts:
        blocks.append("\n".join(f"- {_plain(fact)}" for fact in document.facts))
    for section in document.sections:
        if section.title is not None:
            blocks.append(f"## {clock(section.start_s)} {_heading(section.title)}".rstrip())
        blocks.extend(_paragraph(paragraph) for paragraph in section.paragraphs)
    return "\n\n".join(blocks) + "\n"


def _paragraph(paragraph: Paragraph) -> str:
    name = "" if paragraph.speaker is None else f" **{_plain(paragraph.speaker)}:**"
    return f"`{clock(paragraph.start_s)}`{name} {_plain(paragraph.text)}"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _heading(text: str) -> str:
    """A heading's text; signs `#` at its end would be taken for its close."""
    plain = _plain(text)
    return re.sub(r"(#+)$", lambda signs: signs.group().replace("#", r"\#"), plain)
