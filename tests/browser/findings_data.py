"""What a video analysis found, as the server sends it: for pages whose looks must not depend on models."""

import json
import re
from typing import Any

from playwright.sync_api import Page, WebSocketRoute


def finding(number: int, severity: str, category: str, span: tuple[float, float] | None, **more: Any) -> dict[str, Any]:
    """One finding; without a span it is about the whole."""
    start, end = span or (None, None)
    plain = {
        "rule": category,
        "message": f"{category} {number}",
        "evidence": "",
        "confidence": 1.0,
        "source": "picture",
    }
    return {"id": f"f{number}", "category": category, "severity": severity, "start": start, "end": end} | plain | more


FINDINGS = [
    finding(
        *(1, "info", "loudness", None),
        message="Integrated loudness is −23.1 LUFS; YouTube plays at −14",
        evidence="-23.1 LUFS",
        source="sound",
    ),
    finding(2, "warning", "black", (2.0, 4.5), message="The picture is black for 2.5 s"),
    finding(
        *(3, "critical", "pii", (12.2, 14.0)),
        rule="payment_card",
        message="A payment card number is said",
        evidence="4…1",
        confidence=0.92,
        source="speech",
    ),
    finding(
        *(4, "critical", "flashing", (12.5, 15.5)),
        message="7 flashes in one second over 40 % of the picture",
        evidence="7 flashes in one second",
    ),
    finding(5, "warning", "silence", (40.0, 46.0), message="Silence for 6 s", source="sound"),
]
VISION = {
    "scenes": [
        {
            "index": 0,
            "start": 0.0,
            "end": 20.0,
            "labels": [{"label": "presentation", "score": 0.71}, {"label": "person", "score": 0.22}],
            "text": [
                {"text": "Quarterly review", "score": 0.98, "box": [0.2, 0.3, 0.4, 0.1], "at_s": 6.0},
                {"text": "Draft", "score": 0.9, "box": [0.8, 0.02, 0.15, 0.05], "at_s": 12.0},
            ],
            "faces": 2,
        },
        {"index": 1, "start": 20.0, "end": 60.0, "labels": [{"label": "street", "score": 0.5}], "text": [], "faces": 0},
    ],
    "labels": [{"label": "presentation", "score": 0.66}, {"label": "street", "score": 0.31}],
    "models": {"labels": "clip-demo", "text": "rapidocr"},
}
METADATA = {
    "container": "mov,mp4,m4a,3gp,3g2,mj2",
    "duration": 60.0,
    "bit_rate": 2_345_678,
    "creation_time": "2026-03-02T10:11:12Z",
    "streams": [
        {
            "index": 0,
            "kind": "video",
            "codec": "hevc",
            "profile": "Main 10",
            "width": 3840,
            "height": 2160,
            "fps": 29.97,
            "fps_exact": "30000/1001",
            "pix_fmt": "yuv420p10le",
            "bit_depth": 10,
            "color": {"range": "tv", "space": "bt2020nc", "transfer": "smpte2084", "primaries": "bt2020"},
            "hdr": True,
            "hdr_format": "hdr10",
            "interlaced": False,
            "rotation": 90,
            "sample_rate": None,
            "channels": None,
            "language": None,
            "default": True,
        },
        {"index": 1, "kind": "audio", "codec": "aac", "sample_rate": 48000, "channels": 2, "language": "de"},
    ],
    "chapters": [{"start": 0.0, "end": 20.0, "title": "Welcome"}, {"start": 20.0, "end": 60.0, "title": ""}],
    "tags": {"title": "A talk", "encoder": "Lavf"},
}
FOUND = {"findings": FINDINGS, "vision_results": VISION, "media_metadata": METADATA}


def show_as_found(page: Page, job_id: str, found: dict[str, Any]) -> None:
    """Put results into every snapshot of this job that the page gets."""

    def connected(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def passed_on(message: str | bytes) -> None:
            told = json.loads(message)
            if told["type"] == "initial_status":
                told["data"] |= found
            socket.send(json.dumps(told))

        server.on_message(passed_on)

    page.route_web_socket(re.compile(f"/ws/{job_id}"), connected)
