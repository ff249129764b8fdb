"""New jobs in the browser: by link and by file, with what is wrong said beside its field."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, line_texts
from tests.browser.test_looks import violations
from tests.media import MediaShelf, sample
from tests.server import Server
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

#: Counts the lines of the transcript at each change of the page.
COUNT_LINES = """() => {
  window.lineCounts = [];
  new MutationObserver(() => {
    const count = document.querySelectorAll(".line").length;
    if (count !== window.lineCounts.at(-1)) window.lineCounts.push(count);
  }).observe(document.body, { childList: true, subtree: true });
}"""


def choose_type(page: Page, job_type: str) -> None:
    """Pick what is to be made."""
    page.locator(f"input[value={job_type}]").check()


def test_a_link_becomes_a_job_whose_words_appear_one_line_after_the_other(
    dashboard: Server, site: Site, talk: Path, open_page: Callable[..., Page]
) -> None:
    """Paste a link, start, and watch: the transcript grows line by line until the job is completed."""
    page = open_page(dashboard, "/#/new")
    page.evaluate(COUNT_LINES)
    page.get_by_label("Links").fill(site.add_file("/talk.mp4", talk))
    choose_type(page, "transcription")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".job-head .state")).to_contain_text("Completed", timeout=60_000)
    counts = page.evaluate("window.lineCounts")
    texts = line_texts(page)
    told = dashboard.job(page.url.rpartition("/")[2])
    assert texts == [segment["text"].strip() for segment in told["segments"]]
    assert len([count for count in counts if count]) >= 3, f"the transcript came all at once: {counts}"
    assert counts == sorted(counts), f"lines went away: {counts}"


def test_a_file_is_sent_with_progress_and_becomes_a_job(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Choose a file: it is on its way at once, its length is shown when the server has looked at it."""
    page = open_page(dashboard, "/#/new")
    page.locator("#files").set_input_files(sample())
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text("1:18, ready")
    choose_type(page, "audio_extraction")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".job-head .state")).to_contain_text("Completed", timeout=60_000)
    expect(page.get_by_role("region", name="Files")).to_contain_text(".wav")


def test_a_dropped_file_that_is_no_media_is_refused_beside_its_name(
    dashboard: Server, media: MediaShelf, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """A page that calls itself a film is named as what it is not, and can be taken out again."""
    complaints.allowed += ["415"]
    page = open_page(dashboard, "/#/new")
    drop_file(page, media.html())
    files = page.get_by_role("list", name="Chosen files")
    expect(files.get_by_role("alert")).not_to_be_empty()
    page.get_by_role("button", name="Remove page.mp4").click()
    expect(files.get_by_role("listitem")).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/#/new", "/#/system"])
def test_a_file_may_be_dropped_anywhere(
    path: str, dashboard: Server, media: MediaShelf, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """The form has it; the browser does not open it in the page's place."""
    complaints.allowed += ["415"]
    page = open_page(dashboard, path)
    expect(page.locator("h1")).to_be_visible()
    assert not drop_file(page, media.html(), on="h1"), "the browser would go to the file"
    expect(page.get_by_role("list", name="Chosen files").get_by_role("listitem")).to_have_count(1)
    assert page.url.endswith("/#/new")


def drop_file(page: Page, path: Path, *, on: str = ".drop-zone") -> bool:
    """Drop a file, as from a file manager; whether the browser would go on to open it."""
    transfer = page.evaluate_handle(
        """([name, text]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text], name, { type: "video/mp4" }));
          return transfer;
        }""",
        [path.name, path.read_text()],
    )
    left: bool = page.evaluate(
        """([where, dataTransfer]) => ["dragover", "drop"].map((kind) => document.querySelector(where).dispatchEvent(
          new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))).some(Boolean)""",
        [on, transfer],
    )
    return left


def test_what_is_wrong_is_said_beside_the_field(
    dashboard: Server, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """What is no link is said before sending; an option out of bounds is said by the server, beside that option."""
    complaints.allowed += ["422"]
    page = open_page(dashboard, "/#/new")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#links-problem")).to_contain_text("Paste a link")
    page.get_by_label("Links").fill("not-a-link")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#links-problem")).to_contain_text("no http(s) link")
    page.get_by_label("Links").fill("https://example.org/a.mp4")
    page.locator(".options summary").click()
    page.locator("#option-clip_duration").fill("9999")
    page.get_by_role("button", name="Start").click()
    problem = page.locator(".option", has=page.locator("#option-clip_duration")).locator(".field-problem")
    expect(problem).to_contain_text("600")


def test_many_links_are_one_request_and_one_bad_one_fails_alone(
    dashboard: Server, site: Site, open_page: Callable[..., Page]
) -> None:
    """Two good links are queued, the one that the server refuses stays in the form with the reason."""
    links = [site.add_file("/one.mp4", sample()), "http://169.254.169.254/two.mp4"]
    page = open_page(dashboard, "/#/new")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Links").fill("\n".join([*links, site.add_file("/three.mp4", sample())]))
    choose_type(page, "audio_extraction")
    page.get_by_role("button", name="Start 3 jobs").click()
    expect(page.locator(".toast")).to_contain_text("2 jobs queued")
    assert len(asked) == 1
    assert asked[0].endswith("/bulk")
    expect(page.get_by_label("Links")).to_have_value(links[1])
    expect(page.locator("#links-problem")).not_to_be_empty()


def test_a_prompt_becomes_a_film_and_the_film_a_source(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """The provider's limits and price are in the form, the film with its facts on the page, and it can go on."""
    page = open_page(dashboard, "/#/new")
    choose_type(page, "generation")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#prompt-problem")).to_contain_text("Write what the film shall show")
    page.get_by_role("textbox", name="Prompt").fill("A kite above the dunes")
    page.locator("#film-provider").select_option("demo")
    expect(page.locator("#film-resolution option")).to_have_count(5)
    expect(page.locator(".film-price")).to_have_text("Demo: free")
    page.locator("#film-duration_seconds").fill("2")
    page.locator("#film-resolution").select_option("360p")
    page.locator("#film-seed").fill("7")
    assert violations(page) == []
    page.get_by_role("button", name="Start").click()
    expect(page.locator("h1")).to_have_text("A kite above the dunes")
    film = page.get_by_role("region", name="Film")
    expect(film).to_contain_text("640×360", timeout=60_000)
    for words in ("A kite above the dunes", "2 s, 360p, seed 7", "Demo, words", "free"):
        expect(film).to_contain_text(words)
    expect(page.locator("#player video")).to_be_visible()
    assert violations(page) == []
    film.get_by_role("button", name="New job on it").click()
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text("A kite above the dunes")
    expect(page.locator("input[value=full_processing]")).to_be_checked()


def test_the_last_choice_is_remembered(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """Type, priority and options are as they were, after the page was loaded anew."""
    page = open_page(dashboard, "/#/new")
    choose_type(page, "clip_generation")
    page.get_by_label("Priority").fill("8")
    page.locator(".options summary").click()
    page.locator("#option-aspect").select_option("9:16")
    page.reload()
    expect(page.locator("input[value=clip_generation]")).to_be_checked()
    expect(page.get_by_label("Priority")).to_have_value("8")
    expect(page.locator("#option-aspect")).to_have_value("9:16")


def test_the_form_offers_every_option_of_the_api(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """The options of all types and operations are those of the API, with its defaults; a group has its own."""
    with dashboard.client() as client:
        schemas = client.get("/openapi.json").json()["components"]["schemas"]
    page = open_page(dashboard, "/#/new")
    page.locator(".options summary").click()
    offered: dict[str, str] = {}

    def note(one: str) -> None:
        """Take all fields, once this one is there."""
        expect(page.locator(f"#option-{one}")).to_be_visible()
        fields = page.eval_on_selector_all(
            "[id^=option-]:is(input, select)",
            "fields => fields.map(f => [f.id.slice(7), f.type === 'checkbox' ? f.checked : f.value])",
        )
        offered.update({name: as_text(value) for name, value in fields if name not in offered})

    kinds = {"full_processing": "max_clips", "scene_analysis": "segmentation_method", "media_operation": "operation"}
    for kind, one in kinds.items():
        choose_type(page, kind)
        note(one)
    firsts = {name.partition("_")[0]: name for name in schemas["OperationOptions"]["properties"]}
    for operation in schemas["Operation"]["enum"]:
        page.get_by_label("Operation", exact=True).select_option(operation)
        own = next((first for word, first in firsts.items() if word in operation), None)
        note(f"operation_options-{own}" if own else "language")
    known = dict(schemas["ProcessingOptions"]["properties"])
    del known["export"], known["operation_options"]  # of timelines alone; and shown one by one
    choose_type(page, "generation")
    for name in ("duration_seconds", "seed"):  # of films alone, whose fields are beside the prompt
        expect(page.locator(f"#film-{name}")).to_have_value(as_text(known.pop(name).get("default")))
    known |= {f"operation_options-{name}": of for name, of in schemas["OperationOptions"]["properties"].items()}
    wanted = {name: as_text(field.get("default")) for name, field in known.items()}
    assert offered == wanted | {"operation": "remove_silence", "speakers": "false", "hotwords": ""}


def test_an_operation_is_chosen_with_its_own_options(
    dashboard: Server, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    """Others are not offered; what is wrong is said beside its option; the job's page says what was chosen."""
    complaints.allowed += ["422"]
    with dashboard.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
    page = open_page(dashboard, "/#/new")
    choose_type(page, "media_operation")
    expect(page.get_by_label("Shortest pause")).to_be_visible()
    expect(page.get_by_label("Language")).to_have_count(0)
    page.get_by_label("Operation", exact=True).select_option("burn_captions")
    expect(page.get_by_label("Language")).to_be_visible()
    page.get_by_label("Operation", exact=True).select_option("normalize_loudness")
    expect(page.get_by_label("Shortest pause")).to_have_count(0)
    page.get_by_label("Loudness (LUFS)").fill("-100")
    page.get_by_label("Links").fill("https://example.org/talk.mp4")
    page.get_by_role("button", name="Start").click()
    problem = page.locator(".option", has_text="Loudness (LUFS)").locator(".field-problem")
    expect(problem).to_contain_text("-70")
    page.get_by_label("Loudness (LUFS)").fill("-16")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".details summary")).to_contain_text("normalize loudness, -16 LUFS")
    job = dashboard.job(page.url.rpartition("/")[2])
    assert job["options"]["operation"] == "normalize_loudness"
    assert job["options"]["operation_options"]["loudness_target_lufs"] == -16
    with dashboard.client() as client:
        client.post(f"/api/v1/jobs/{job['id']}/cancel").raise_for_status()
        client.post("/api/v1/queue/resume").raise_for_status()


def test_options_of_a_video_analysis_stand_as_the_server_takes_them(
    dashboard: Server, open_page: Callable[..., Page]
) -> None:
    """What is on in one type and off in another; only what differs is sent; the strip has the stages of the job."""
    with dashboard.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
    page = open_page(dashboard, "/#/new")
    page.locator(".options summary").click()
    expect(page.get_by_role("switch", name="What is seen")).not_to_be_checked()
    choose_type(page, "video_analysis")
    expect(page.get_by_role("switch", name="What is seen")).to_be_checked()
    page.get_by_role("switch", name="What is seen").click()
    page.get_by_label("Fail on a finding").select_option("critical")
    page.get_by_label("Who speaks").select_option("is found: 3 speak")
    expect(page.locator(".options summary")).to_contain_text("3 changed")
    page.get_by_label("Links").fill("https://example.org/talk.mp4")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".details summary")).to_contain_text("3 speakers, fails on critical, no vision")
    job = dashboard.job(page.url.rpartition("/")[2])
    options = job["options"]
    assert (options["vision"], options["findings"], options["fail_on"]) == (False, True, "critical")
    assert options["speakers"] == 3
    assert "vision" not in [stage["name"] for stage in job["stages"]]
    expect(page.get_by_role("progressbar").locator(".stage")).to_have_count(len(job["stages"]))
    with dashboard.client() as client:
        client.post(f"/api/v1/jobs/{job['id']}/cancel").raise_for_status()
        client.post("/api/v1/queue/resume").raise_for_status()


def as_text(value: object) -> str:
    """A default as a form field has it."""
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def test_a_playlist_says_so_and_is_replaced_by_its_videos(
    dashboard: Server, site: Site, talk: Path, open_page: Callable[..., Page]
) -> None:
    """A link to a list is told from a link to one of its videos, and its videos can be put in its place."""
    page = open_page(dashboard, "/#/new")
    page.get_by_label("Links").fill("https://www.youtube.com/watch?v=jNQXAC9IVRw&list=PL1")
    expect(page.get_by_text("only this one is taken")).to_be_visible()
    link = site.add_file("/playlist/talk.mp4", talk)
    page.get_by_label("Links").fill(link)
    expect(page.get_by_text("A playlist.")).to_be_visible()
    page.get_by_role("button", name="List its videos").click()
    expect(page.locator(".toast")).to_contain_text("1 video from the playlist")
    expect(page.get_by_label("Links")).to_have_value(link)


@pytest.fixture
def online(tmp_path: Path) -> Iterator[Server]:
    """A paused server that may fetch models, has the shipped ones, and is set to `base`."""
    with Server(tmp_path, HF_HUB_OFFLINE="false", WHISPER_MODEL="base") as running, running.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
        yield running


def test_models_that_are_not_on_disk_are_offered_with_their_size(
    online: Server, open_page: Callable[..., Page]
) -> None:
    """What is here can be told from what is fetched first; the size is that of the download."""
    page = open_page(online, "/#/new")
    choose_type(page, "transcription")
    page.locator(".options summary").click()
    field = page.get_by_label("Whisper model")
    expect(field.locator("option").first).to_have_text("automatic: base, 148 MB to fetch")
    expect(field.locator("optgroup").first).to_have_attribute("label", "On the server")
    expect(field.locator("optgroup").first.locator("option")).to_have_text(["demo"])
    expect(field.locator("option[value=small]")).to_have_text("small, 486 MB to fetch")
    expect(field.locator("option[value=large]")).to_have_count(0)
    page.get_by_label("Links").fill("https://example.org/talk.mp4")
    field.select_option("small")
    page.get_by_label("Language").select_option(label="German")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".job-head .state")).to_contain_text("Queued")
    options = online.job(page.url.rpartition("/")[2])["options"]
    assert (options["model_size"], options["language"]) == ("small", "de")


def test_models_that_cannot_be_fetched_cannot_be_chosen(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """On a server without a hub; what it has can."""
    page = open_page(dashboard, "/#/new")
    page.locator(".options summary").click()
    field = page.get_by_label("Whisper model")
    expect(field.locator("option[value='']")).to_have_text("automatic: demo")
    expect(field.locator("option[value=small]")).to_be_disabled()
    expect(field.locator("optgroup").last).to_have_attribute("label", "Not on the server, which is offline")


def test_a_language_is_chosen_by_name(dashboard: Server, open_page: Callable[..., Page]) -> None:
    """All that the speech models know, in the order of their names, the reader's own first."""
    page = open_page(dashboard, "/#/new", locale="fr-FR")
    page.locator(".options summary").click()
    field = page.get_by_label("Language")
    expect(field).to_have_value("")
    expect(field.locator("optgroup").first.locator("option")).to_have_text(["French"])
    names = field.locator("optgroup").last.locator("option").all_inner_texts()
    assert len(names) == 99
    assert names == sorted(names)
    assert {"Afrikaans", "Bashkir", "Cantonese", "Javanese", "Zulu"} - set(names) == {"Zulu"}


def test_a_job_is_scheduled_in_local_time(online: Server, open_page: Callable[..., Page]) -> None:
    """Noon in Berlin is ten o'clock UTC in summer; the form says so, and forgets it when it is sent."""
    page = open_page(online, "/#/new", timezone_id="Europe/Berlin")
    page.get_by_label("Links").fill("https://example.org/talk.mp4")
    page.get_by_label("Start at").fill("2099-07-01T12:00")
    expect(page.locator("#run-at-about")).to_have_text("On 1 Jul 2099, 12:00 (Europe/Berlin)")
    page.get_by_role("button", name="Schedule").click()
    expect(page.locator(".job-head .state")).to_contain_text("Waiting")
    job = online.job(page.url.rpartition("/")[2])
    assert job["next_attempt_at"] == "2099-07-01T10:00:00.000Z"
    page.goto("/#/")
    expect(page.locator(".standing-words")).to_have_text("Starts on 1 Jul 2099, 12:00")
    page.goto("/#/new")
    expect(page.get_by_label("Start at")).to_have_value("")
    page.get_by_label("Start at").fill("2020-01-01T00:00")
    expect(page.locator("#run-at-about")).to_contain_text("starts at once")
