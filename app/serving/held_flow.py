"""Reading that waits until what came before is answered."""

from uvicorn.protocols.http.flow_control import FlowControl


class HeldFlow(FlowControl):
    """Reading that stays paused while it is `held`: requests sent ahead wait for the answers to the ones before."""

    held = False

    def hold(self) -> None:
        """Pause until `held` is false again."""
        self.held = True
        self.pause_reading()

    def resume_reading(self) -> None:
        """Go on, unless it is held."""
        if not self.held:
            super().resume_reading()
