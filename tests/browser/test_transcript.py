"""The transcript on a job's page: finding in it, scrolling away from what is heard, and scripts of every kind."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import line_texts, until
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

#: So low that the sample's lines do not fit, and the transcript has to be scrolled.
LOW = {"width": 1360, "height": 560}
MARKED = "[...(CSS.highlights.get('found') ?? [])].map(range => range.toString())"
SHOWN = "[...(CSS.highlights.get('found-now') ?? [])].map(range => range.toString())"
SCROLL = "Math.round(document.querySelector('.transcript-lines').scrollTop)"
IN_VIEW = """(selector) => {
  const box = document.querySelector(".transcript-lines").getBoundingClientRect();
  const line = document.querySelector(selector).getBoundingClientRect();
  return line.top >= box.top && line.bottom <= box.bottom;
}"""


def test_finding_marks_every_hit_and_goes_from_one_to_the_next(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """As in browsers: all lines stay, hits are marked and counted, Enter goes on, Shift+Enter back, round the end."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}", viewport=LOW)
    texts = [segment["text"].strip() for segment in finished_job["segments"]]
    hits = sum(text.lower().count("the") for text in texts)
    assert hits > 5
    field, count = page.get_by_role("searchbox", name="Find in the transcript"), page.locator(".find-count")
    field.fill("THE")
    expect(count).to_have_text(f"1 of {hits}")
    assert line_texts(page) == texts
    until(page, f"{MARKED}.length === {hits}")
    assert {mark.lower() for mark in page.evaluate(MARKED)} == {"the"}
    for _ in range(2):
        field.press("Enter")
    expect(count).to_have_text(f"3 of {hits}")
    for _ in range(3):
        field.press("Shift+Enter")
    expect(count).to_have_text(f"{hits} of {hits}")
    expect(page.locator(".line.shown-hit")).to_have_count(1)
    until(page, f"({IN_VIEW})('.line.shown-hit')")
    until(page, f"{SHOWN}.length === 1")
    assert [mark.lower() for mark in page.evaluate(SHOWN)] == ["the"]
    page.get_by_role("button", name="Next hit").click()
    expect(count).to_have_text(f"1 of {hits}")
    field.press("Escape")
    expect(count).to_have_text("")
    until(page, f"{MARKED}.length === 0")


def test_what_is_not_there_is_said_in_words(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """No blank card: the lines stay, and beside the field stands that nothing was found."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    expect(page.locator(".line").first).to_be_visible()
    page.keyboard.press("f")
    expect(page.get_by_role("searchbox", name="Find in the transcript")).to_be_focused()
    page.keyboard.type("xyzzy")
    expect(page.get_by_role("status").filter(has_text="nothing found")).to_be_visible()
    expect(page.locator(".line")).to_have_count(len(finished_job["segments"]))
    expect(page.get_by_role("button", name="Next hit")).to_have_count(0)


def test_a_keyword_is_found_in_the_transcript(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """A click on it marks where it stands, another one ends that."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}")
    word = finished_job["analysis_results"]["keywords"][0]["text"]
    keyword = page.get_by_role("region", name="Meaning").get_by_role("button", name=word).first
    keyword.click()
    until(page, f"{MARKED}.length > 0")
    assert {mark.lower() for mark in page.evaluate(MARKED)} == {word.lower()}
    keyword.click()
    until(page, f"{MARKED}.length === 0")


#: Text, what is looked for, what is found of it.
FOUND = [
    ("Un café, deux CAFÉS", "cafe", ["café", "CAFÉ"]),
    ("Un cafe\u0301 noir", "CAFÉ", ["cafe\u0301"]),
    ("Die Straße, die STRASSE", "strasse", ["Straße", "STRASSE"]),
    ("die Straße", "s", ["S", "ß"]),
    ("Ο ΝΑΌΣ της Αθήνας", "ναος", ["ΝΑΌΣ"]),
    ("ПРИВЕ\u0301Т, мир", "привет", ["ПРИВЕ\u0301Т"]),
    ("شُكْرًا لكم", "شكرا", ["شُكْرًا"]),
    ("İstanbul ve ISPARTA", "i", ["İ", "I"]),
    ("ｆｕｌｌ width", "FULL", ["ｆｕｌｌ"]),
    ("I don’t know", "don't", ["don’t"]),
    ("かきと がぎ か\u3099", "か", ["か"]),
    ("がぎ か\u3099", "が", ["が", "か\u3099"]),
    ("हिन्दी में", "हन्दी", []),
    ("two  words", "TWO   WORDS ", ["two  words"]),
    ("aaaa", "aa", ["aa", "aa"]),
    ("a.b*c", ".b*", [".b*"]),
]


def test_case_and_accents_do_not_matter_in_any_script(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """What is found is told as it stands in the line, accents included; letters that only look alike are others."""
    page = open_page(dashboard, "/?modules#/new")
    told = page.evaluate(
        """async (cases) => {
          const { signal } = await import("@preact/signals");
          const { Find } = await import("web/model/find.js");
          return cases.map(([text, sought]) => {
            const find = new Find(signal([{ index: 0, start: 0, end: 1, text, words: [], flags: [] }]));
            find.look(sought);
            return find.hits.value.map(({ from, to }) => text.slice(from, to));
          });
        }""",
        [[text, sought] for text, sought, _ in FOUND],
    )
    assert told == [found for _, _, found in FOUND]


def test_who_scrolls_away_is_left_there_until_they_ask_to_come_back(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """What is heard is marked all the same; the transcript stands still. A button leads back, and then it follows."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}", viewport=LOW)
    starts = [segment["start"] for segment in finished_job["segments"]]

    def hear(index: int) -> None:
        page.evaluate(f"document.querySelector('.player video').currentTime = {starts[index] + 0.05}")
        expect(page.locator(".line.heard")).to_have_attribute("data-line", str(index))

    expect(page.locator(".line")).to_have_count(len(starts))
    hear(20)
    until(page, f"({IN_VIEW})('.line.heard')")
    back = page.get_by_role("button", name="Back to the playhead")
    expect(back).to_have_count(0)
    page.locator(".transcript-lines").hover()
    page.mouse.wheel(0, -5000)
    expect(back).to_be_visible()
    until(page, f"{SCROLL} === 0")
    for index in (21, 22, 23):
        hear(index)
        assert page.evaluate(SCROLL) == 0
    back.click()
    until(page, f"({IN_VIEW})('.line.heard')")
    expect(back).to_have_count(0)
    hear(0)
    until(page, f"({IN_VIEW})('.line.heard')")


@pytest.mark.parametrize("key", ["PageDown", "End", "ArrowDown"])
def test_keys_that_scroll_are_scrolling_too(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page], key: str
) -> None:
    """Also without a mouse nobody is thrown back to the playhead."""
    page = open_page(dashboard, f"/#/jobs/{finished_job['id']}", viewport=LOW)
    expect(page.locator(".line").first).to_be_visible()
    page.evaluate(
        f"document.querySelector('.player video').currentTime = {finished_job['segments'][0]['start'] + 0.05}"
    )
    expect(page.locator(".line.heard")).to_have_attribute("data-line", "0")
    page.locator(".transcript-lines").focus()
    page.keyboard.press(key)
    expect(page.get_by_role("button", name="Back to the playhead")).to_be_visible()


def test_lines_run_as_their_script_does(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Right to left where it does, and with spaces only between words that have them."""
    page = open_page(dashboard, "/?modules#/new")
    told = page.evaluate("""async () => {
      const { render } = await import("preact");
      const { html } = await import("web/html.js");
      const { segmentOf, shownText } = await import("web/model/pieces.js");
      const { Line } = await import("web/views/job/line.js");
      const lines = [
        { text: "مرحبا بكم", words: [" مرحبا", " بكم"] },
        { text: "こんにちは世界", words: ["こんにちは", "世界"] },
        { text: "It's fine.", words: [" It", "'s", " fine."] },
        { text: "Two words", words: ["Two", "words"] },
      ].map(({ text, words }, n) => {
        const timed = words.map((word, m) => ({ start: n + m / 9, end: n + m / 9, text: word }));
        return segmentOf({ index: n, start: n, end: n + 1, text, words: timed }, n);
      });
      const place = document.body.appendChild(document.createElement("ol"));
      render(html`${lines.map((segment) => html`<${Line} segment=${segment} weak=${false} />`)}`, place);
      const shown = [...place.querySelectorAll(".line p")];
      return shown.map((line, n) => [getComputedStyle(line).direction, line.textContent, shownText(lines[n])]);
    }""")
    texts = ["مرحبا بكم", "こんにちは世界", "It's fine.", "Two words"]
    assert told == [["rtl" if n == 0 else "ltr", text, text] for n, text in enumerate(texts)]


def test_a_line_of_any_transcript_is_found_and_played(
    dashboard: Server, finished_job: dict[str, Any], open_page: Callable[..., Page]
) -> None:
    """`/` searches wherever the page is; arrows choose, Enter opens the job's player there; by touch too."""
    line = next(segment for segment in finished_job["segments"] if "telescope" in segment["text"])
    for path, profile in (("/", {}), ("/#/system", {"viewport": {"width": 390, "height": 844}})):
        page = open_page(dashboard, path, paused=True, **profile)
        expect(page.locator("h1")).to_be_visible()
        if path == "/":
            page.keyboard.press("/")
        else:
            page.get_by_role("button", name="Search everything").click()
        field = page.get_by_role("combobox", name="Search what is said")
        expect(field).to_be_focused()
        page.keyboard.type("Saturn teles")
        option = page.get_by_role("option").filter(has_text="Saturn").first
        expect(option.locator("mark")).to_have_text(["telescope", "Saturn"])
        if path == "/":
            page.keyboard.press("Enter")
        else:
            option.click()
        expect(page.locator(".line.heard")).to_have_attribute("data-line", str(line["index"]))
        until(page, f"Math.abs(document.querySelector('video').currentTime - {line['start']}) < 1")
        expect(field).to_have_count(0)
