"""The manifest by which browsers install the page as an app, to which other apps can share links and files."""

import json
from typing import Final

#: Where it is below `/static`. Its addresses are relative to that, so that they hold below a proxy's path prefix.
MANIFEST: Final = "manifest.webmanifest"
COLOR: Final = "#4b4fd6"
#: Where browsers send what other apps share, and the file of the worker that takes it there.
TARGET: Final = "/incoming"
WORKER: Final = "/incoming_worker.js"
#: The names of what is shared, in the form and in the address of the page.
FIELDS: Final = {"title": "shared_title", "text": "shared_text", "url": "shared_url"}
FILES: Final = "shared_files"


def manifest(app_name: str) -> str:
    """The manifest. `incoming_worker.js` takes what is shared, and `model/incoming_files.js` sends it after a press."""
    icon = {"type": "image/png", "purpose": "any"}
    return json.dumps(
        {
            "id": "../",
            "name": app_name,
            "short_name": app_name[:30],
            "start_url": "../",
            "scope": "../",
            "display": "standalone",
            "theme_color": COLOR,
            "background_color": "#f6f6f7",
            "icons": [
                icon | {"src": "icons/icon-192.png", "sizes": "192x192"},
                icon | {"src": "icons/icon-512.png", "sizes": "512x512"},
                icon | {"src": "icons/maskable-512.png", "sizes": "512x512", "purpose": "maskable"},
            ],
            "shortcuts": [{"name": "New job", "url": "../#/new"}],
            "share_target": {
                "action": f"..{TARGET}",
                "method": "POST",
                "enctype": "multipart/form-data",
                "params": FIELDS | {"files": [{"name": FILES, "accept": ["video/*", "audio/*"]}]},
            },
        },
        indent=1,
    )
