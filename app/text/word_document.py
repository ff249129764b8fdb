"""Writes a transcript as a document of Word (DOCX), which other word processors open too.

Equal documents are equal bytes: the archive has no times of its own.
"""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from app.text.documents import Document, Paragraph, clock
from app.text.scripts import runs_right_to_left

#: Characters that XML cannot have.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: The name of the style of times; readers can change it for the whole document.
TIME_STYLE = "Time"
#: The date of the archive's entries: the first that a zip can have.
_DATE = (1980, 1, 1, 0, 0, 0)


def word_document(document: Document) -> bytes:
    """The document. Takes half a millisecond a paragraph; call it in a thread."""
    made = docx.Document()
    _describe(made, document)
    style: Any = made.styles.add_style(TIME_STYLE, WD_STYLE_TYPE.CHARACTER)
    style.font.size, style.font.color.rgb = Pt(9), RGBColor(0x6B, 0x6B, 0x6B)
    whole = " ".join(part.text for section in document.sections for part in section.paragraphs)[:10_000]
    _directed(made.add_heading(_text(document.title), level=0), document.title, "")
    for fact in document.facts:
        made.add_paragraph(_text(fact), style="List Bullet")
    for section in document.sections:
        if section.title is not None:
            heading = made.add_heading(level=1)
            heading.add_run(f"{clock(section.start_s)} ", style=TIME_STYLE)
            heading.add_run(_text(section.title))
            _directed(heading, section.title, whole)
        for paragraph in section.paragraphs:
            _add(made, paragraph, whole)
    return _without_times(made)


def _describe(made: Any, document: Document) -> None:
    """The properties of the file, in place of those of the library's template."""
    facts = made.core_properties
    facts.title, facts.author, facts.comments = _text(document.title)[:255], "", ""
    facts.language = document.language or ""
    facts.created = facts.modified = datetime(*_DATE[:3], tzinfo=UTC)


def _add(made: Any, paragraph: Paragraph, whole: str) -> None:
    added = made.add_paragraph()
    added.add_run(f"{clock(paragraph.start_s)} ", style=TIME_STYLE)
    if paragraph.speaker is not None:
        added.add_run(f"{_text(paragraph.speaker)}: ").bold = True
    added.add_run(_text(paragraph.text))
    _directed(added, paragraph.text, whole)


def _directed(added: Any, text: str, whole: str) -> None:
    """Let a paragraph in Arabic or Hebrew begin at the right."""
    if not runs_right_to_left(text, whole=whole):
        return
    added._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in added.runs:
        mark = OxmlElement("w:rtl")
        mark.set(qn("w:val"), "1")
        run._r.get_or_add_rPr().append(mark)


def _text(text: str) -> str:
    return " ".join(_NO_XML.sub(" ", text).split())


def _without_times(made: Any) -> bytes:
    """The file, with the same date on all entries of its archive."""
    first, second = io.BytesIO(), io.BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, _DATE), source.read(entry), zipfile.ZIP_DEFLATED)
    return second.getvalue()
