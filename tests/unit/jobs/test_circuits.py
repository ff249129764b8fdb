"""What a circuit admits, over any sequence of orders, failures, successes and waits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.jobs.circuits import LONGEST_OPEN_MS, PROBE_MS, Circuit, CircuitPolicy, CircuitState

STEPS = st.lists(
    st.one_of(
        st.sampled_from(["order", "fail", "succeed", "answer"]),
        st.integers(0, 2 * PROBE_MS),  # a wait, ms
    ),
    max_size=40,
)
POLICIES = st.builds(CircuitPolicy, st.integers(1, 5), st.integers(1, 100_000))


@settings(max_examples=150, deadline=None)
@given(STEPS, POLICIES)
def test_an_open_circuit_admits_nothing_and_a_half_open_one_a_single_order(
    steps: list[str | int], policy: CircuitPolicy
) -> None:
    """It opens after so many failures in a row and no sooner, for no longer than the longest time."""
    circuit, now_ms, row, probed_ms = Circuit(), 1_000_000, 0, -PROBE_MS
    for step in steps:
        if isinstance(step, int):
            now_ms += step
        elif step == "order":
            state, admitted = circuit.state(now_ms), circuit.admitting(now_ms)
            assert state is not CircuitState.OPEN or admitted is None
            assert state is not CircuitState.CLOSED or admitted == circuit
            if state is CircuitState.HALF_OPEN and admitted is not None:
                assert now_ms - probed_ms >= PROBE_MS
                assert admitted.admitting(now_ms) is None
                probed_ms = now_ms
            assert admitted is None or circuit.next_try_ms(now_ms) == now_ms
            circuit = admitted or circuit
        elif step == "fail":
            row += 1
            circuit = circuit.failed(now_ms, policy)
            assert (circuit.state(now_ms) is CircuitState.OPEN) == (row >= policy.failures)
            assert circuit.next_try_ms(now_ms) - now_ms <= max(LONGEST_OPEN_MS, PROBE_MS)
            probed_ms = -PROBE_MS
        elif step == "succeed":
            circuit, row, probed_ms = circuit.succeeded(), 0, -PROBE_MS
            assert circuit == Circuit()
        else:
            circuit, probed_ms = circuit.answered(), -PROBE_MS
        assert circuit.failures == row


def test_each_failed_try_doubles_the_wait() -> None:
    """Up to an hour."""
    policy, circuit, now_ms, waits = CircuitPolicy(1, 60_000), Circuit(), 0, []
    for _ in range(8):
        circuit = circuit.failed(now_ms, policy)
        waits.append(circuit.next_try_ms(now_ms) - now_ms)
        now_ms = circuit.next_try_ms(now_ms)
    assert waits[:3] == [60_000, 120_000, 240_000]
    assert waits[-1] == LONGEST_OPEN_MS
