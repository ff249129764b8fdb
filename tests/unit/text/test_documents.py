"""Transcripts as documents to read: paragraphs and chapters, Markdown and DOCX."""

import io
import zipfile
from typing import Any

import docx
import pytest
from markdown_it import MarkdownIt

from app.jobs.results import Chapter, Segment
from app.text.documents import Document, Paragraph, Section, clock, sections_of
from app.text.markdown import markdown
from app.text.word_document import word_document


def said(start_s: float, text: str, speaker: str | None = None, *, seconds: float = 4.0) -> Segment:
    return Segment(start_s=start_s, end_s=start_s + seconds, text=text, confidence=0.9, speaker=speaker)


def chapter(start_s: float, title: str) -> Chapter:
    return Chapter(start_s=start_s, end_s=start_s + 60, title=title)


def test_a_speaker_a_pause_and_a_chapter_begin_a_paragraph() -> None:
    """A line belongs to the chapter in which its middle is; what is said before the first has no heading."""
    lines = [
        *(said(0, "Hello."), said(4, "How\nare you?"), said(10, "Well.")),
        *(said(18.5, "Now the news.", "Ann"), said(23, "Indeed.", "Bob"), said(27, "Yes.", "Bob")),
    ]
    assert sections_of(lines, [chapter(20, "News"), chapter(80, "Nothing")]) == (
        Section(0.0, None, (Paragraph(0, "Hello. How are you?"), Paragraph(10, "Well."))),
        Section(20, "News", (Paragraph(18.5, "Now the news.", "Ann"), Paragraph(23, "Indeed. Yes.", "Bob"))),
        Section(80, "Nothing", ()),
    )
    assert sections_of([], []) == ()


def test_a_long_paragraph_ends_with_a_sentence() -> None:
    """After 45 seconds, and without a full stop after 90; one speaker alone is not named."""
    sentences = [said(4 * n, "So it is." if n % 3 == 2 else "so", "Ann") for n in range(30)]
    (section,) = sections_of(sentences, [])
    assert [paragraph.start_s for paragraph in section.paragraphs] == [0, 48, 96]
    assert {paragraph.speaker for paragraph in section.paragraphs} == {None}
    (section,) = sections_of([said(4 * n, "so") for n in range(30)], [])
    assert [paragraph.start_s for paragraph in section.paragraphs] == [0, 88]


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (67.9, "1:07"), (3723, "1:02:03"), (36000, "10:00:00")])
def test_times_are_as_on_a_clock(seconds: float, shown: str) -> None:
    """Without tenths."""
    assert clock(seconds) == shown


TALK = Document(
    "Talk #1: *stars* #",
    ("Source: https://example.org/a_b_c", "Length: 1:02:03"),
    (
        Section(0, None, (Paragraph(0, "# 1. <b>one</b> & `two` [three](x) _4_ ~5~ | \\6"),)),
        Section(61, "C# & D", (Paragraph(61.5, "Yes.", "Ann *B*"), Paragraph(70, "- no"))),
    ),
    "en",
)


def plain(tokens: Any) -> list[str]:
    """The texts of a parsed document, block by block; anything but text and the intended markup would show."""
    texts = []
    for token in tokens:
        assert token.type not in ("html_block", "code_block", "fence", "hr", "blockquote_open", "ordered_list_open")
        if token.type == "inline":
            assert {child.type for child in token.children} <= {
                *("text", "text_special", "strong_open", "strong_close", "code_inline", "softbreak"),
            }
            texts.append("".join(child.content for child in token.children))
    return texts


def test_markdown_is_read_back_as_it_was_said() -> None:
    """By a reader of CommonMark: no word is taken for markup."""
    text = markdown(TALK)
    assert plain(MarkdownIt("commonmark").parse(text)) == [
        "Talk #1: *stars* #",
        *TALK.facts,
        "0:00 # 1. <b>one</b> & `two` [three](x) _4_ ~5~ | \\6",
        "1:01 C# & D",
        "1:01 Ann *B*: Yes.",
        "1:10 - no",
    ]
    assert "`1:01` **Ann \\*B\\*:** Yes." in text
    assert text.endswith("\n")


def test_a_word_document_has_title_chapters_times_and_speakers() -> None:
    """As a word processor shows them, and equal bytes each time."""
    content = word_document(TALK)
    assert content == word_document(TALK)
    read = docx.Document(io.BytesIO(content))
    assert [(one.style.name, one.text) for one in read.paragraphs if one.style is not None] == [
        ("Title", "Talk #1: *stars* #"),
        *(("List Bullet", fact) for fact in TALK.facts),
        ("Normal", "0:00 # 1. <b>one</b> & `two` [three](x) _4_ ~5~ | \\6"),
        ("Heading 1", "1:01 C# & D"),
        ("Normal", "1:01 Ann *B*: Yes."),
        ("Normal", "1:10 - no"),
    ]
    named = next(one for one in read.paragraphs if "Ann" in one.text)
    assert [(run.text, run.bold) for run in named.runs][1] == ("Ann *B*: ", True)
    assert (read.core_properties.title, read.core_properties.author) == (TALK.title, "")


def test_arabic_begins_at_the_right_and_what_xml_lacks_is_left_out() -> None:
    """Control characters would make a document that nothing opens."""
    odd = Document("a\x00b", (), (Section(0, None, (Paragraph(0, "مرحبا بالعالم\x0b\ud800"), Paragraph(9, "Hello"))),))
    with zipfile.ZipFile(io.BytesIO(word_document(odd))) as archive:
        text = archive.read("word/document.xml").decode()
    assert text.count("<w:bidi/>") == 1
    first, second = docx.Document(io.BytesIO(word_document(odd))).paragraphs[1:]
    assert (first.text, second.text) == ("0:00 مرحبا بالعالم", "0:09 Hello")
