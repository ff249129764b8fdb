"""Draws the plots of the page: one picture per benchmark, ours and its peers side by side."""

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.frame import page
from benchmarks.frame.figure import Figure, Spread
from benchmarks.frame.results import Results, Section

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OURS, PEER = "#2563eb", "#9ca3af"
ROW_INCHES = 0.28
#: Values further apart than this are drawn on a logarithmic axis.
WIDE = 30


def write(results: Results, folder: Path = page.PAGE.parent) -> bool:
    """Write the plot of every section that has peers; return whether matplotlib is installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        print("no plots: matplotlib is not installed (pip install -r benchmarks/requirements.txt)")
        return False
    mpl.use("Agg")
    mpl.rcParams.update({"svg.hashsalt": "performance", "svg.fonttype": "none", "font.size": 9})
    for name, section in results.sections.items():
        if page.drawn(section):
            _draw(section, folder / page.plot_name(name))
    return True


def _draw(section: Section, file: Path) -> None:
    from matplotlib import pyplot as plt

    figures = page.drawn(section)
    heights = [len(one.beside) + 1 for one in figures]
    inches = sum(heights) * ROW_INCHES + len(figures) * 0.62
    picture, axes = plt.subplots(
        len(figures),
        1,
        figsize=(8, inches),
        squeeze=False,
        gridspec_kw={"height_ratios": heights},
        layout="constrained",
    )
    for axis, figure in zip(axes[:, 0], figures, strict=True):
        _bars(axis, figure)
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.savefig(file, metadata={"Date": None, "Creator": None}, facecolor="white")
    plt.close(picture)


def _bars(axis: "Axes", figure: Figure) -> None:
    ours = figure.spread or Spread.of([figure.value])
    rows = [("ours", ours), *((one.peer, one.value) for one in figure.beside)]
    names, values = [name for name, _ in rows], [spread.median for _, spread in rows]
    reach = [
        [spread.median - spread.low for _, spread in rows],
        [spread.high - spread.median for _, spread in rows],
    ]
    colours = [OURS] + [PEER] * len(figure.beside)
    axis.barh(names, values, xerr=reach, color=colours, error_kw={"elinewidth": 1, "capsize": 2, "ecolor": "#374151"})
    for at, (_, spread) in enumerate(rows):
        axis.annotate(
            page.number(spread.median), (spread.high, at), (4, 0), textcoords="offset points", va="center", fontsize=8
        )
    lowest = min(spread.low for _, spread in rows)
    if lowest > 0 and max(values) / lowest > WIDE:
        axis.set_xscale("log")
    if figure.aim is not None and not figure.aim_beside:
        axis.axvline(figure.aim, color="#dc2626", linestyle="--", linewidth=1)
    axis.margins(x=0.12)
    axis.invert_yaxis()
    better = "less is better" if figure.better == "lower" else "more is better"
    axis.set_title(f"{figure.name}, {figure.unit} ({better})", loc="left", fontsize=9, fontweight="bold")
    axis.spines[["top", "right"]].set_visible(False)
