"""Whether a link still leads to the file that was fetched from it: asked before a recorded download is used again."""

from app.jobs.results import Result, Validators
from app.stages.fetch import checked_source
from app.stages.stage import Tools


class RevalidateInput(Result):
    """`validators` is what the site told of the file that was fetched."""

    url: str
    validators: Validators
    allow_private_networks: bool = False
    allowed_private_hosts: tuple[str, ...] = ()


class RevalidateOutput(Result):
    """`same` is None where the site tells nothing by which one could see it."""

    same: bool | None


def run(params: RevalidateInput, tools: Tools) -> RevalidateOutput:
    """One conditional request, over guarded connections. Raises JobFailure as `fetch` does."""
    from app.sources import ytdlp
    from app.sources.netguard import intranet_judge

    source = checked_source(params.url, params.allow_private_networks, params.allowed_private_hosts)
    judge = intranet_judge(
        allow_private_networks=params.allow_private_networks, allowed_hosts=params.allowed_private_hosts
    )
    with ytdlp.opened(source, work_dir=tools.work_dir, judge=judge, log=tools.log) as site:
        return RevalidateOutput(same=site.is_same(params.validators))
