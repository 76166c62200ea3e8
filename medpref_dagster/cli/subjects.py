"""What is declared, as the commands that are about all of it go through it: its steps, its assets, its partitions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from medpref_dagster.cli.declared import find_study_assets, open_store
from medpref_dagster.names import name_unknown

if TYPE_CHECKING:
    import dagster as dg

    from medpref_dagster.steps import Step, Subject


@dataclass(frozen=True)
class DeclaredSubject:
    """A task, a study, an ablation or feedback."""

    about: "Subject"
    steps: Sequence["Step"]
    assets: Sequence["dg.AssetsDefinition"]
    """Its own in the order of the data; before them, of a study, those of its tasks."""

    @property
    def own_assets(self) -> Sequence["dg.AssetsDefinition"]:
        """Without those of a study's tasks."""
        return [asset for asset in self.assets if asset.key.path[0] == self.about.name]

    @property
    def partitions(self) -> Sequence[str]:
        """The keys that exist now: base models, weeks that are over, rounds that are or began early, or base models and
        trials."""
        from medpref_dagster.cli.rounds import list_rounds_begun
        from medpref_dagster.steps import DeclaredLoop

        if isinstance(self.about, DeclaredLoop):
            return list_rounds_begun(self.about)
        divided = [asset.partitions_def for asset in self.own_assets if asset.partitions_def is not None]
        if divided:
            # Those of an ablation's report and of a task's first assets are fewer or none.
            return max((definition.get_partition_keys() for definition in divided), key=len)
        from medpref_dagster.components.machine import offered_base_models

        return offered_base_models()


def list_subjects(defs: "dg.Definitions", names: Sequence[str] = ()) -> list[DeclaredSubject]:
    """Everything that is declared and can be built, by name; or what is named."""
    import dagster as dg

    from medpref_dagster.components.broken import BROKEN
    from medpref_dagster.definitions import load_subject
    from medpref_dagster.steps import DeclaredLoop, DeclaredStudy

    assets = [asset for asset in defs.assets or () if isinstance(asset, dg.AssetsDefinition)]
    groups: dict[str, list[dg.AssetsDefinition]] = {}
    for asset in assets:
        if asset.key.path[-1] != BROKEN:
            groups.setdefault(asset.key.path[0], []).append(asset)
    subjects: list[DeclaredSubject] = []
    for name in names or sorted(groups):
        if name not in groups:
            raise click.ClickException(name_unknown("task, study, ablation, feedback or loop", name, sorted(groups)))
        about, steps = load_subject(name)
        own = groups[name]
        if isinstance(about, DeclaredLoop):
            about = about.as_begun(open_store(defs))
        if isinstance(about, DeclaredStudy):
            _, of_tasks = find_study_assets(defs, name)
            own = [*(asset for task in of_tasks.values() for asset in task), *own]
        subjects.append(DeclaredSubject(about, steps, own))
    return subjects
