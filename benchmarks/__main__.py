"""`python -m benchmarks [--json] [NAME …]`: run all, or those named."""

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
import time
from dataclasses import asdict

import benchmarks
from benchmarks.figure import Figure

FRAME = {"__main__", "figure", "server"}


def main() -> int:
    known = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in FRAME)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(known)}")
    parser.add_argument("--json", action="store_true", help="print JSON, and nothing else, on standard output")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(known):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    figures: dict[str, list[Figure]] = {}
    print(conditions(), file=sys.stderr if asked.json else sys.stdout, flush=True)
    for name in asked.names or known:
        figures[name] = []
        for figure in importlib.import_module(f"benchmarks.{name}").run():
            figures[name].append(figure)
            if not asked.json:
                print(line(name, figure), flush=True)
    if asked.json:
        rows = {name: [asdict(figure) for figure in found] for name, found in figures.items()}
        print(json.dumps({"conditions": conditions(), "figures": rows}, indent=2, ensure_ascii=False))
    return 1 if any(figure.holds is False for found in figures.values() for figure in found) else 0


def conditions() -> str:
    """The machine, and how busy it is."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{time.strftime('%Y-%m-%d %H:%M')} · Python {platform.python_version()} · {platform.system()} "
        f"{platform.machine()} · {os.cpu_count()} cores · load {load}"
    )


def line(name: str, figure: Figure) -> str:
    mark = {None: " ", True: "✓", False: "✗"}[figure.holds]
    aim = "" if figure.aim is None else f"  (aim {'≤' if figure.better == 'lower' else '≥'} {figure.aim:g})"
    return f"{mark} {name:12} {figure.name:44} {figure.value:10.4g} {figure.unit}{aim}  {figure.note}"


if __name__ == "__main__":
    sys.exit(main())
