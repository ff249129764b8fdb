"""Stages, job types and options as clients see them, built from the stages' contracts."""

from functools import cache
from typing import Any

from app.jobs.options import TRUE_BY_TYPE, JobType, ProcessingOptions
from app.stages.registry import Registry

#: Type of a JSON schema → the form's control for it.
KINDS = {"boolean": "switch", "number": "number", "integer": "number", "string": "text", "array": "words"}


def plan_view(stages: Registry) -> dict[str, Any]:
    """Render stages, job types and options."""
    return {
        "stages": [
            {
                "name": stage.name,
                "title": stage.title,
                "doing": stage.doing,
                "about": stage.about,
                "needs": list(stage.needs),
            }
            for stage in stages
        ],
        "job_types": [{"name": kind.value, "stages": list(stages.plans.stages_of(kind))} for kind in JobType],
        "options": _options(stages),
    }


def _options(stages: Registry) -> list[dict[str, Any]]:
    """The options that at least one stage uses."""
    used = {name for stage in stages for name in stage.options}
    schema = _schema()
    described = schema["properties"].items()
    return [_option(name, facts, stages, schema["$defs"]) for name, facts in described if name in used]


@cache
def _schema() -> dict[str, Any]:
    """The schema of the options, which takes as long as all else of an application's start. Do not change it."""
    return ProcessingOptions.model_json_schema()


def _option(name: str, facts: dict[str, Any], stages: Registry, models: dict[str, Any]) -> dict[str, Any]:
    users = [kind.value for kind in JobType if any(name in stage.options for stage in stages.stages_of(kind))]
    control = _control(facts, models)
    return {
        "name": name,
        **control,
        "job_types": users,
        "true_in": [kind.value for kind, names in TRUE_BY_TYPE.items() if name in names],
        "fields": [{"name": field, **_control(of, models)} for field, of in _fields(facts, models).items()] or None,
    }


def _control(facts: dict[str, Any], models: dict[str, Any]) -> dict[str, Any]:
    """How an option is entered: its kind, bounds and choices."""
    value = _value(facts, models)
    choices = value.get("enum")
    return {
        "kind": "group" if "properties" in value else "choice" if choices else KINDS[value["type"]],
        "default": facts.get("default"),
        "about": facts.get("description", ""),
        "choices": choices,
        "minimum": value.get("minimum"),
        "maximum": value.get("maximum"),
    }


def _fields(facts: dict[str, Any], models: dict[str, Any]) -> dict[str, Any]:
    """The options in a group of them."""
    found: dict[str, Any] = _value(facts, models).get("properties", {})
    return found


def _value(facts: dict[str, Any], models: dict[str, Any]) -> dict[str, Any]:
    """The schema of an option's value, without null."""
    value = next((form for form in facts.get("anyOf", ()) if form.get("type") != "null"), facts)
    found: dict[str, Any] = models[value["$ref"].rpartition("/")[2]] if "$ref" in value else value
    return found
