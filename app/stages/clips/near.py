"""What lies near a clip: what lies elsewhere does not change it."""

#: Seconds.
NEAR_S = 2.0


def near(from_s: float, to_s: float, start_s: float, end_s: float) -> bool:
    """Whether what goes on between two times matters for a clip between two others."""
    return from_s <= end_s + NEAR_S and to_s >= start_s - NEAR_S
