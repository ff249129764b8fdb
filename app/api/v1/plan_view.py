"""Stages, job types and options as clients see them, built from the stages' contracts."""

from typing import Any

from app.jobs.options import TRUE_BY_TYPE, JobType, ProcessingOptions
from app.stages.registry import Registry

#: Type of a JSON schema → the form's control for it.
KINDS = {"boolean": "switch", "number": "number", "integer": "number", "string": "text"}


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
    schema = ProcessingOptions.model_json_schema()["properties"]
    return [_option(name, facts, stages) for name, facts in schema.items() if name in used]


def _option(name: str, facts: dict[str, Any], stages: Registry) -> dict[str, Any]:
    value = next((form for form in facts.get("anyOf", ()) if form.get("type") != "null"), facts)
    choices = value.get("enum")
    users = [kind.value for kind in JobType if any(name in stage.options for stage in stages.stages_of(kind))]
    return {
        "name": name,
        "kind": "choice" if choices else KINDS[value["type"]],
        "default": facts.get("default"),
        "about": facts.get("description", ""),
        "job_types": users,
        "true_in": [kind.value for kind, names in TRUE_BY_TYPE.items() if name in names],
        "choices": choices,
        "minimum": value.get("minimum"),
        "maximum": value.get("maximum"),
    }
