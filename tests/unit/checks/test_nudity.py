"""Nudity by the probabilities of a model."""

from app.checks.nudity import SceneNudity, check


def test_scenes_are_reported_from_where_the_model_is_unsure() -> None:
    """Neighbours of one severity together, with the highest probability."""
    scenes = [SceneNudity(n, n + 1.0, p) for n, p in enumerate((0.1, 0.5, 0.79, 0.8, 0.95, 0.49))]
    assert [(hit.severity, hit.start_s, hit.end_s, hit.confidence) for hit in check(scenes)] == [
        ("warning", 1, 3.0, 0.79),
        ("critical", 3, 5.0, 0.95),
    ]
    assert [(hit.category, hit.source) for hit in check(scenes)] == [("nudity", "picture")] * 2
    assert list(check([])) == []
