"""The page of `docs/` that is generated from the results."""

from collections.abc import Iterable
from pathlib import Path

from benchmarks.frame.figure import Figure, Spread
from benchmarks.frame.results import FILE, Results, Section

PAGE = FILE.with_suffix(".md")
HEAD = """# Performance

What the product costs, each figure beside what it is to be compared with: a peer, or the least that the same work can
cost. Both sides run alternately on the same machine in the same run, at least five times each; a figure is the median,
with its lowest and highest run, and a ratio is the median of the ratios of the rounds (ours divided by the other's).
CPU is that of every process that does the work, the client's excepted. The dashed line in a plot is the aim.

This page, its plots and [the numbers behind them](performance.json) are written by `make bench`: do not edit them. Some
peers have to be installed: `pip install -r benchmarks/requirements.txt`, and a `redis-server`; where they are missing,
they are left out.
"""


def write(results: Results, file: Path = PAGE) -> None:
    """Write the page."""
    file.write_text(text(results), encoding="utf-8")


def text(results: Results) -> str:
    """The page in Markdown."""
    whole = {name: _only(section, part=False) for name, section in results.sections.items()}
    parts = {name: _only(section, part=True) for name, section in results.sections.items()}
    lines = [HEAD]
    for name, section in whole.items():
        if section.figures:
            lines += [f"## {section.title.removesuffix('.')}\n", *_section(name, section)]
    if any(section.figures for section in parts.values()):
        lines.append("## Parts\n\nThese measure less than what a user meets; they are there to find where time goes.\n")
        for name, section in parts.items():
            if section.figures:
                lines += [f"### {section.title.removesuffix('.')}\n", *_section(name, section)]
    return "\n".join(lines)


def plot_name(name: str) -> str:
    """Where the plot of a benchmark lies, from the page."""
    return f"images/performance-{name}.svg"


def drawn(section: Section) -> list[Figure]:
    """The figures of a section that have something beside them, for its plot."""
    return [figure for figure in section.figures if figure.beside and not figure.part]


def value(figure: Figure) -> str:
    """The median, with its range."""
    return spread(figure.spread) if figure.spread else number(figure.value)


def spread(found: Spread) -> str:
    """The median, and the lowest and highest value."""
    if found.runs == 1 or found.low == found.high:
        return number(found.median)
    return f"{number(found.median)} ({number(found.low)}–{number(found.high)})"


def number(found: float) -> str:
    """Three significant digits, without an exponent."""
    if found == 0:
        return "0"
    if abs(found) >= 100:
        return f"{found:,.0f}"
    return f"{found:.3g}"


def aim(figure: Figure) -> str:
    """The aim in words; empty without one."""
    if figure.aim is None:
        return ""
    sign = "≤" if figure.better == "lower" else "≥"
    where = f" × {figure.aim_beside}" if figure.aim_beside else ""
    return f"{sign} {number(figure.aim)}{where}"


def _only(section: Section, *, part: bool) -> Section:
    return Section(section.title, section.conditions, tuple(one for one in section.figures if one.part == part))


def _section(name: str, section: Section) -> Iterable[str]:
    yield f"`python -m benchmarks {name}` · {section.conditions}\n"
    yield "| what | ours | beside | ours ÷ beside | aim | |"
    yield "|---|---|---|---|---|---|"
    for figure in section.figures:
        yield _row(figure)
    yield ""
    notes = [f"- {figure.name}: {figure.note}" for figure in section.figures if figure.note]
    if notes:
        yield from [*notes, ""]
    if drawn(section):
        yield f"![{section.title.removesuffix('.')}]({plot_name(name)})\n"


def _row(figure: Figure) -> str:
    mark = {None: "", True: "met", False: "**missed**"}[figure.holds]
    peers = "<br>".join(f"{one.peer}: {spread(one.value)}" for one in figure.beside)
    ratios = "<br>".join(spread(one.ratio) for one in figure.beside)
    return f"| {figure.name} | {value(figure)} {figure.unit} | {peers} | {ratios} | {aim(figure)} | {mark} |"
