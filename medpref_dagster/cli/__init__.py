"""The `medpref` command. One module a group of commands; `main` is the entry point.

| module | commands |
| --- | --- |
| `runs` | materialize, study, verdict |
| `ratings` | ratings export, ratings import |
| `checks` | check, yaml-reference |
| `plan` | plan |
| `backfill`, `status`, `doctor` | backfill, status, doctor |
| `capture` | capture, tokens create, list, revoke |
| `feedback` | feedback import |
| `privacy` | privacy-key create, show |
| `champion` | approve, rollback, change-plan |
| `audit` | audit show, verify |
| `forgetting` | trace, forget |
| `retention` | retention, store gc |
| `serving` | export, ask |
| `setup` | init, prepare, dev, dg |
"""

import errno
import os
from importlib.metadata import version
from typing import Any

import click
from rich.console import Console

from medpref_dagster.cli import (
    audit,
    backfill,
    capture,
    champion,
    checks,
    doctor,
    feedback,
    forgetting,
    plan,
    privacy,
    ratings,
    retention,
    runs,
    serving,
    setup,
    status,
)
from medpref_dagster.cli.output import end_interrupted, let_every_encoding_pass
from medpref_dagster.cli.places import find_full_folder
from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.project import ProjectError
from medpref_dagster.storage.errors import StoreError, describe_full_disk, is_full_disk

_OF_THE_DISK = {
    *(errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO),
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP),
}
"""What a person does something about, by a place that is named: an error of the operating system, and not of ours."""


class _Interruptible(click.Group):
    """Ctrl-C anywhere ends the command with one line and the exit status that shells have for it; a store that cannot
    be used, or a disk that takes nothing, with a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """As click does, but for Ctrl-C, and for a home, a store or a place on the disk that cannot be had."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            end_interrupted(Console(stderr=True), "stopped, run again to go on")
        except (DeclarationError, ProjectError, StoreError) as error:  # whatever the command
            raise click.ClickException(str(error)) from None
        except click.ClickException:
            raise
        except Exception as error:  # a full disk is told by many libraries, each in its own way
            place = getattr(error, "filename2", None) or getattr(error, "filename", None)
            if is_full_disk(error):
                raise click.ClickException(describe_full_disk(error, find_full_folder(place))) from None
            if not isinstance(error, OSError) or error.errno not in _OF_THE_DISK:
                raise
            raise click.ClickException(f"{os.strerror(error.errno)}{f': {place}' if place else ''}") from None


@click.group(cls=_Interruptible, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("medpref-dagster"), "--version", prog_name="medpref")
def main() -> None:
    """From clinical notes and clinicians' feedback to SFT and DPO models that can be trusted."""
    let_every_encoding_pass()
    # Silences progress bars and hints of libraries that would break up ours; a value that is set stays.
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")


for command in (
    runs.materialize,
    runs.study,
    runs.verdict,
    backfill.backfill,
    status.status,
    checks.check,
    plan.plan,
    ratings.ratings,
    capture.capture,
    capture.tokens,
    feedback.feedback,
    champion.approve,
    champion.rollback,
    champion.change_plan,
    privacy.privacy_key,
    audit.audit,
    forgetting.trace_command,
    forgetting.forget_command,
    retention.retention,
    retention.store_group,
    serving.export,
    serving.ask,
    setup.init,
    setup.prepare,
    setup.dev,
    doctor.doctor,
    setup.dagster,
    checks.yaml_reference,
):
    main.add_command(command)
