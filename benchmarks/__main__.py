"""`python -m benchmarks [--json] [--save] [NAME …]`: run all, or those named."""

import argparse
import importlib
import json
import pkgutil
import sys

import benchmarks
from benchmarks.frame import page, plots
from benchmarks.frame.conditions import conditions
from benchmarks.frame.figure import Figure
from benchmarks.frame.results import Results, Section


def main() -> int:
    known = sorted(
        one.name for one in pkgutil.iter_modules(benchmarks.__path__) if not (one.ispkg or one.name[0] == "_")
    )
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(known)}")
    parser.add_argument("--json", action="store_true", help="print JSON, and nothing else, on standard output")
    parser.add_argument("--save", action="store_true", help="write docs/performance.json, its page and its plots")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(known):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    measured = Results()
    for name in asked.names or known:
        print(conditions(), file=sys.stderr, flush=True)
        section = _measured(name, quiet=asked.json)
        measured = measured.updated(name, section)
        if asked.save:  # one by one: what was measured stays, whatever happens to the next
            page.write(Results.saved().updated(name, section).save())
    if asked.save:
        plots.write(Results.saved())
    if asked.json:
        print(json.dumps(measured.as_json(), indent=2, ensure_ascii=False))
    return (
        1 if any(figure.holds is False for section in measured.sections.values() for figure in section.figures) else 0
    )


def _measured(name: str, *, quiet: bool) -> Section:
    module = importlib.import_module(f"benchmarks.{name}")
    began, figures = conditions(), []
    for figure in module.run():
        figures.append(figure)
        if not quiet:
            print(line(name, figure), flush=True)
    return Section((module.__doc__ or name).partition("\n")[0], began, tuple(figures))


def line(name: str, figure: Figure) -> str:
    """A figure as one line, and one more for each peer."""
    mark = {None: " ", True: "✓", False: "✗"}[figure.holds]
    text = f"{mark} {name:12} {figure.name:44} {page.value(figure)} {figure.unit}  {page.aim(figure)}  {figure.note}"
    peers = [
        f"{'':15} {'beside ' + one.peer:44} {page.spread(one.value)} {figure.unit}, ratio {page.spread(one.ratio)}"
        for one in figure.beside
    ]
    return "\n".join([text.rstrip(), *peers])


if __name__ == "__main__":
    sys.exit(main())
