"""Error responses."""

from pydantic import BaseModel, ConfigDict, Field


class FieldError(BaseModel):
    """One field that is wrong."""

    loc: list[str | int] = Field(description="Where it is", examples=[["body", "priority"]])
    msg: str = Field(examples=["input should be less than or equal to 10"])


class Problem(BaseModel):
    """An error response (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:problem:not_found",
                    "title": "Not found",
                    "status": 404,
                    "detail": "There is no job 0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a.",
                    "code": "not_found",
                }
            ]
        }
    )

    type: str = Field(description="Names the kind of problem; stable")
    title: str
    status: int
    detail: str = Field(description="A sentence for people")
    code: str = Field(description="For programs; stable")
    errors: list[FieldError] | None = Field(None, description="What is wrong with each field (422)")
    id: str | None = Field(None, description="Under which a fault of the server is logged (500)")
