"""Ways in which people use the page: each opens a view, and then makes one input after the other."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from benchmarks._recording import LINE_S, LINES, Recording

#: Inputs of a way, and how long each is given to finish what it has begun, milliseconds.
INPUTS, REST_MS = 30, 120
#: Those that the server answers, and how long they are given.
ANSWERED, ANSWER_MS = 8, 1_500
#: What a mouse's wheel scrolls by each of its notches.
NOTCH_PX = 120
TYPED = "the quick brown fox jumps over the lazy dog"
#: Words that are struck out already, so many apart.
STRUCK, STRUCK_APART_S = 600, 15


@dataclass(frozen=True)
class Way:
    """Inputs by their number. `before` is done before each and not measured."""

    make: Callable[[int], None]
    before: Callable[[int], None] = lambda _: None
    inputs: int = INPUTS
    rest_ms: int = REST_MS


Opened = Callable[[Page, Recording], Way]


def _open(page: Page, path: str) -> None:
    _let_go(page)
    page.goto("about:blank")
    page.goto(path)


def _let_go(page: Page) -> None:
    page.keyboard.up("Control")
    page.mouse.up()


def on_job(page: Page, made: Recording) -> None:
    """Open the recording of three hours, with all its lines; where it is shown already, leave what was done there."""
    path = f"/#/jobs/{made.job_id}"
    if page.url.endswith(path):
        _let_go(page)
        if page.locator(".cut-turn[aria-pressed=true]").count():
            page.locator(".cut-turn").click()
        page.evaluate("document.querySelector('.player video').pause()")
        page.locator("#transcript-find").fill("")
        if page.locator(".replace-row").count():
            page.locator("#transcript-replace").press("Escape")
        page.locator(".transcript-lines").evaluate("box => (box.scrollTop = 0)")
        page.locator(".transcript-lines").focus()
        page.keyboard.press("Escape")
        return
    _open(page, path)
    expect(page.locator(f'.line[data-line="{LINES - 1}"]')).to_be_attached(timeout=120_000)


def on_queue(page: Page, _: Recording) -> None:
    """Open the list of jobs."""
    _open(page, "/#/")
    expect(page.locator(".job-row").first).to_be_visible(timeout=120_000)


def on_library(page: Page, _: Recording) -> None:
    """Open the list of videos."""
    _open(page, "/#/videos")
    expect(page.locator(".video-title").first).to_be_visible(timeout=120_000)


def in_studio(page: Page, made: Recording) -> None:
    """Open the clip studio in the middle of the recording."""
    _open(page, f"/#/jobs/{made.job_id}/clip?start={LINES * LINE_S / 2}&end={LINES * LINE_S / 2 + 30}")
    expect(page.locator(".range-end.end")).to_be_visible(timeout=120_000)


def on_compare(page: Page, made: Recording) -> None:
    """Open both transcripts of the recording side by side."""
    _open(page, f"/#/compare?a={made.job_id}&b={made.other_id}")
    expect(page.locator(".compare-words [role=status]")).to_contain_text("differ", timeout=120_000)


def on_share(page: Page, made: Recording) -> None:
    """Open the link to the recording."""
    _open(page, made.share)
    expect(page.locator(f'.line[data-line="{LINES - 1}"]')).to_be_attached(timeout=120_000)


def typing(page: Page) -> Way:
    """Type a letter each time."""
    return Way(lambda n: page.keyboard.type(TYPED[n % len(TYPED)]))


def turning(page: Page, over: str, *, across: bool = False) -> Way:
    """Turn the wheel by a notch each time."""
    page.locator(over).first.hover()
    return Way(lambda _: page.mouse.wheel(NOTCH_PX if across else 0, 0 if across else NOTCH_PX))


def zooming(page: Page) -> Way:
    """Zoom the timeline by the wheel."""
    page.locator(".lane-scroll").hover()
    page.keyboard.down("Control")
    return Way(lambda n: page.mouse.wheel(0, 120 if n % 10 >= 5 else -120))


def pressing_words(page: Page) -> Way:
    """Press another line's word each time; the film plays from there."""
    places = page.locator(".transcript-lines .line p").evaluate_all(
        "lines => lines.slice(0, 12).map(line => line.getBoundingClientRect()).map(({x, y}) => [x + 12, y + 8])"
    )
    return Way(lambda n: page.mouse.click(*places[n % len(places)]))


def finding(page: Page, made: Recording) -> Way:
    on_job(page, made)
    page.locator("#transcript-find").focus()
    return typing(page)


def correcting(page: Page, made: Recording) -> Way:
    on_job(page, made)
    page.locator('.line[data-line="3"] .line-time').focus()
    page.keyboard.press("F2")
    expect(page.locator(".line-editor textarea")).to_be_focused()
    return typing(page)


def storing(page: Page, made: Recording) -> Way:
    """A corrected line is stored, comes back and is drawn."""
    on_job(page, made)

    def correct(n: int) -> None:
        page.locator(f'.line[data-line="{n}"] .line-time').focus()
        page.keyboard.press("F2")
        page.locator(".line-editor textarea").fill(f"Said otherwise, {n}.")

    return Way(lambda _: page.keyboard.press("Enter"), correct, ANSWERED, ANSWER_MS)


def replacing(page: Page, made: Recording) -> Way:
    """Type what a frequent word is replaced by."""
    _replacing(page, made)
    page.locator("#transcript-replace").focus()
    return typing(page)


def replacing_all(page: Page, made: Recording) -> Way:
    """All of a word are replaced, and then back; the answers come and are drawn."""
    words = [_replacing(page, made), "Elsewhere"]

    def fill(n: int) -> None:
        expect(page.locator('.line[data-line="0"] .word').first).to_have_text(words[n % 2])  # the one before is done
        page.locator("#transcript-find").fill(words[n % 2])
        page.locator("#transcript-replace").fill(words[1 - n % 2])
        expect(page.locator(".replace-acts button").last).to_be_enabled()

    return Way(lambda _: page.keyboard.press("Control+Enter"), fill, ANSWERED, ANSWER_MS)


def _replacing(page: Page, made: Recording) -> str:
    """Look for the first word of the recording, to replace it; the word."""
    on_job(page, made)
    word = page.locator('.line[data-line="0"] .word').first.inner_text().strip()
    page.keyboard.press("Control+h")
    page.locator("#transcript-find").fill(word)
    expect(page.locator("#transcript-replace")).to_be_visible()
    return word


def stepping(page: Page, made: Recording) -> Way:
    on_job(page, made)
    page.locator('.line[data-line="3"] .line-time').focus()
    return Way(lambda _: page.keyboard.press("ArrowDown"))


def choosing(page: Page, made: Recording) -> Way:
    _cutting(page, made)
    page.locator('.line[data-line="1"] .line-time').focus()
    return Way(lambda _: page.keyboard.press("Shift+ArrowRight"))


def striking(page: Page, made: Recording) -> Way:
    _cutting(page, made)

    def choose(n: int) -> None:
        page.keyboard.press("Escape")
        page.locator(f'.line[data-line="{n}"] .line-time').focus()
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowRight")
        page.wait_for_timeout(REST_MS)

    return Way(lambda _: page.keyboard.press("Delete"), choose)


def _cutting(page: Page, made: Recording) -> None:
    """Cut by words, with many words struck out; what was done before is not the subject."""
    spans = " ".join(f"{1000 * n * STRUCK_APART_S}-{1000 * n * STRUCK_APART_S + 400}" for n in range(STRUCK))
    on_job(page, made)
    page.evaluate(f"localStorage.setItem('cuts {made.job_id}', '- {spans}')")
    turn = page.locator(".cut-turn")
    if turn.get_attribute("aria-pressed") != "true":
        turn.click()
    expect(page.locator(".word.struck").first).to_be_attached(timeout=60_000)


def moving_border(page: Page, made: Recording) -> Way:
    on_job(page, made)
    page.locator(".chapter-border").nth(3).focus()
    return Way(lambda n: page.keyboard.press("ArrowRight" if n % 8 < 6 else "ArrowLeft"))


def moving_end(page: Page, made: Recording) -> Way:
    in_studio(page, made)
    page.locator(".range-end.end").focus()
    return Way(lambda n: page.keyboard.press("ArrowRight" if n % 8 < 6 else "ArrowLeft"))


def dragging_end(page: Page, made: Recording) -> Way:
    in_studio(page, made)
    handle = page.locator(".range-end.end").bounding_box()
    assert handle is not None
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return Way(lambda n: page.mouse.move(x + 7 * (n % 20), y))


def naming_clip(page: Page, made: Recording) -> Way:
    in_studio(page, made)
    page.get_by_role("textbox", name="Title").focus()
    return typing(page)


def opened(view: Callable[[Page, Recording], None], way: Callable[[Page], Way]) -> Opened:
    """A way in a view."""

    def prepared(page: Page, made: Recording) -> Way:
        view(page, made)
        return way(page)

    return prepared


def field(selector: str) -> Callable[[Page], Way]:
    """Type into a field."""

    def prepared(page: Page) -> Way:
        page.locator(selector).focus()
        return typing(page)

    return prepared


def searching(page: Page) -> Way:
    page.keyboard.press("Control+k")
    expect(page.locator("dialog[open] input")).to_be_focused()
    return typing(page)


def moving_lanes(page: Page, made: Recording) -> Way:
    on_job(page, made)
    way = zooming(page)
    for _ in range(5):
        way.make(0)
    page.keyboard.up("Control")
    return turning(page, ".lane-scroll", across=True)


def looking_through(page: Page) -> Way:
    """Move over the poster of a video, which shows what is there."""
    box = page.locator(".video-poster").first.bounding_box()
    assert box is not None
    return Way(lambda n: page.mouse.move(box["x"] + 8 + box["width"] * (n % 25) / 26, box["y"] + box["height"] / 2))


def showing_same(page: Page, made: Recording) -> Way:
    on_compare(page, made)
    check = page.locator(".compare-words input[type=checkbox]")
    check.focus()
    return Way(lambda _: page.keyboard.press(" "))


WAYS: dict[str, Opened] = {
    "the transcript scrolls": opened(on_job, lambda page: turning(page, ".transcript-lines")),
    "the next line by its key": stepping,
    "a word is pressed, and plays so long": opened(on_job, pressing_words),
    "a step of the timeline's zoom": opened(on_job, zooming),
    "the zoomed timeline scrolls": moving_lanes,
    "a letter to find in the transcript": finding,
    "a letter to replace what is found": replacing,
    "a word more is chosen": choosing,
    "words are struck out, beside 600 others": striking,
    "a letter in a line that is corrected": correcting,
    "all of a word are replaced": replacing_all,
    "a corrected line is stored": storing,
    "a chapter's border moves by its key": moving_border,
    "an end of a clip moves by its key": moving_end,
    "an end of a clip is dragged": dragging_end,
    "a step of the clip studio's zoom": opened(in_studio, zooming),
    "a letter in a clip's title": naming_clip,
    "two transcripts scroll side by side": opened(on_compare, lambda page: turning(page, ".compare-words")),
    "what is the same in both is shown, or hidden": showing_same,
    "a shared transcript scrolls": opened(on_share, lambda page: turning(page, ".transcript-lines")),
    "a shared word is pressed, and plays so long": opened(on_share, pressing_words),
    "the library scrolls": opened(on_library, lambda page: turning(page, ".video-card")),
    "a poster is looked through": opened(on_library, looking_through),
    "a letter to find in the library": opened(on_library, field("#queue-search")),
    "the queue scrolls": opened(on_queue, lambda page: turning(page, ".job-row")),
    "a letter to find in the queue": opened(on_queue, field("#queue-search")),
    "a letter to search everything": opened(on_queue, searching),
}
