"""Pauses reading until earlier requests are answered."""

from uvicorn.protocols.http.flow_control import FlowControl


class HeldFlow(FlowControl):
    """Flow control that stays paused while it is `held`: pipelined requests wait for the responses before them."""

    held = False

    def hold(self) -> None:
        """Pause until `held` is false again."""
        self.held = True
        self.pause_reading()

    def resume_reading(self) -> None:
        """Resume reading unless it is held."""
        if not self.held:
            super().resume_reading()
