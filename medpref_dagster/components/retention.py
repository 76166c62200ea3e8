"""The daily job of a profile that declares `retention`."""

from pathlib import Path

import dagster as dg

from medpref_dagster.declaration.machine import RetentionDeclaration
from medpref_dagster.steps import is_expected

JOB = "retention"
_EVERY_NIGHT = "30 3 * * *"


def build_retention(declared: RetentionDeclaration, root: Path) -> dg.Definitions:
    """The job that removes what has passed its age, and its schedule, which runs: the declaration asks for it."""

    @dg.op(name="apply_retention", required_resource_keys={"store"})
    def apply(context: dg.OpExecutionContext) -> None:
        """Remove what has passed its declared age, and say how much it was."""
        from medpref_dagster.components.places import find_places
        from medpref_dagster.forgetting.retention import apply_retention

        store = context.resources.store
        try:
            done = apply_retention(
                store.open(),
                store.open_audit(),
                declared,
                find_places(root),
                dry_run=False,
                tell=lambda progress: context.log.info(str(progress)),
            )
        except Exception as error:
            if not is_expected(error):
                raise
            raise dg.Failure(description=str(error), allow_retries=False) from None
        counts = ", ".join(f"{number} {what}" for what, number in done.describe().items())
        context.log.info(f"removed {counts or 'nothing'}")

    @dg.job(name=JOB, description="Removes what has passed the age that the profile declares.")
    def retention() -> None:
        apply()

    schedule = dg.ScheduleDefinition(
        name=f"{JOB}_daily",
        job=retention,
        cron_schedule=_EVERY_NIGHT,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    return dg.Definitions(jobs=[retention], schedules=[schedule])
