"""Records with which key secrets are encrypted, by its fingerprint, and finds what is encrypted."""

from sqlalchemy import Connection, select

from app.db.conflicts import insert_missing
from app.db.flags import set_flag
from app.db.queries import FLAGS, flag
from app.db.records import STAGE_TASKS, _table
from app.db.tables.access import ShareRow
from app.db.tables.webhooks import WebhookRow
from app.db.transaction import Transaction

WEBHOOKS, SHARES = _table(WebhookRow), _table(ShareRow)
#: The flag with the fingerprint; how many encrypted texts are read of each kind.
NAME, MOST = "sealing", 20


def known(conn: Connection) -> tuple[str | None, list[str]]:
    """The fingerprint of the key, None if none is known yet; and some of what is encrypted."""
    hooks = select(WEBHOOKS.c.sealed).order_by(WEBHOOKS.c.created_ms.desc()).limit(MOST)
    credentials = select(FLAGS.c.value).where(FLAGS.c.name.startswith("credentials ")).limit(MOST)
    inputs = select(STAGE_TASKS.c.input).where(STAGE_TASKS.c.sealed.is_(True)).limit(MOST)
    texts = [*conn.execute(hooks).scalars(), *(value["sealed"] for value in conn.execute(credentials).scalars())]
    links = select(SHARES.c.sealed).order_by(SHARES.c.num.desc()).limit(MOST)
    texts += [*conn.execute(inputs).scalars(), *conn.execute(links).scalars()]
    return flag(conn, NAME).get("fingerprint"), texts


def settle(tx: Transaction, fingerprint: str) -> str:
    """Record the key, unless another one was first; returns the fingerprint of the one that counts."""
    insert_missing(tx.conn, FLAGS, [{"name": NAME, "value": {"fingerprint": fingerprint}}])
    return str(flag(tx.conn, NAME)["fingerprint"])


def replace(tx: Transaction, fingerprint: str) -> None:
    """Record another key, with which everything is encrypted from now on."""
    set_flag(tx, NAME, {"fingerprint": fingerprint})
