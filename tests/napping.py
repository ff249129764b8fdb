"""Runs `main.py` with the sleeping stage beside the product's own: `python -m tests.napping serve|worker`."""

from functools import partial

from app.cli.app import main
from app.stages.registry import PACKAGE, Registry

if __name__ == "__main__":
    Registry.discovered = partial(Registry.discovered, PACKAGE, "tests.sleeping_stages")  # type: ignore[method-assign]
    main()
