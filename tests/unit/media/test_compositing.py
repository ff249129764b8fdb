"""Pictures put together, pixel by pixel."""

import numpy as np

from app.media.compositing import Frame, Picture, black, dipped, mixed, placed, slid, wiped

WHOLE = Frame(8, 4)


def flat(value: int, frame: Frame = WHOLE) -> Picture:
    """A picture with every byte at one value."""
    return np.full(frame.size_bytes, value, np.uint8)


def luma(picture: Picture, frame: Frame = WHOLE) -> list[list[int]]:
    rows: list[list[int]] = picture[: frame.width * frame.height].reshape(frame.height, frame.width).tolist()
    return rows


def test_a_smaller_picture_lies_over_a_larger_one() -> None:
    """In brightness and in both colours; the one below stays as it was."""
    below, inner = black(WHOLE), Frame(4, 2, x=2, y=2)
    out = placed(below, flat(200, inner), inner, WHOLE)
    assert luma(out) == [[16] * 8] * 2 + [[16, 16, 200, 200, 200, 200, 16, 16]] * 2
    assert out[32:].reshape(2, 2, 4).tolist() == [[[128] * 4, [128, 200, 200, 128]]] * 2
    assert (below == black(WHOLE)).all()
    assert placed(below, flat(7), WHOLE, WHOLE).tolist() == flat(7).tolist()


def test_a_mix_is_rounded_and_its_ends_are_exact() -> None:
    """Nothing of the other is left at either end, and it does not overflow."""
    one, other = flat(255), flat(0)
    assert mixed(one, other, 0.0) is one
    assert mixed(one, other, 1.0) is other
    assert set(mixed(one, other, 0.5).tolist()) == {128}
    assert set(mixed(one, flat(255), 0.3).tolist()) == {255}


def test_a_dip_is_black_in_its_middle() -> None:
    """One picture goes, then the other comes."""
    one, other = flat(200), flat(100)
    assert (dipped(one, other, 0.5, WHOLE) == black(WHOLE)).all()
    assert luma(dipped(one, other, 0.25, WHOLE))[0][0] == 108
    assert luma(dipped(one, other, 0.75, WHOLE))[0][0] == 58


def test_a_wipe_and_a_slide_come_from_the_right() -> None:
    """A wipe uncovers what stands still, a slide moves both."""
    one = np.tile(np.arange(8, dtype=np.uint8), 6)
    other = one + np.uint8(100)
    assert luma(wiped(one, other, 0.5, WHOLE))[0] == [0, 1, 2, 3, 104, 105, 106, 107]
    assert luma(slid(one, other, 0.5, WHOLE))[0] == [4, 5, 6, 7, 100, 101, 102, 103]
    for together in (wiped, slid):
        assert (together(one, other, 0.0, WHOLE) == one).all()
        assert (together(one, other, 1.0, WHOLE) == other).all()
