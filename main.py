"""The way in: `python main.py` serves, `python main.py COMMAND` does something else, `uvicorn main:app` works too."""

from typing import Any


def __getattr__(name: str) -> Any:
    """`main.app`, for ASGI servers: built when it is asked for, so that commands start without it."""
    if name != "app":
        raise AttributeError(f"module 'main' has no attribute {name!r}")
    from app.cli.serve import application

    return application()


if __name__ == "__main__":
    from app.cli.app import main

    main()
