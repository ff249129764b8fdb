"""The base of the parts of records that clients see."""

from pydantic import BaseModel, ConfigDict


class Shown(BaseModel):
    """Base of the shown part of a record, which may be older than the type that its stage writes today."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, protected_namespaces=())
