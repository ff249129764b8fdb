"""Stores the measured rates of stages."""

from app.db.conflicts import insert_or_replace
from app.db.queries import RATES
from app.db.transaction import Transaction
from app.jobs.estimate import Rate


def set_rate(tx: Transaction, stage: str, variant: str, rate: Rate) -> None:
    """Store a measured rate."""
    row = {"stage": stage, "variant": variant, "per_media_s": rate.per_media_s, "samples": rate.samples}
    insert_or_replace(tx.conn, RATES, row)
