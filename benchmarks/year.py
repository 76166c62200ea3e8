"""A simulated year of the closed loop: twelve monthly rounds, with a bad month, a drift and a patient who is forgotten.

    python -m benchmarks.year --project /big/disk/year --base-model smollm2-135m

Everything goes through `medpref`, as a person would type it: `assets/simulated_loop` on `assets/simulated_year`, round
after round, each of which trains, decides and may promote. After the round of `FORGET_AFTER` a patient is forgotten
whose pair its challenger was trained on; where that is the champion, it is tainted, and the loop is rolled back to the
latest champion that is not. The year prints a table and draws `year.svg`: by round, the share of held-out pairs in
which champion and challenger prefer what clinicians prefer, and what has become of the task's metrics since the first
champion.

The folder of `--project` keeps everything: called again, a year that was cut off goes on, and one that is over is only
read. `--through` ends it earlier.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from medpref_dagster.gate.conditions import AGREEMENT, NON_INFERIORITY, SUPERIORITY, Condition, Standing
from medpref_dagster.gate.decision import Decision, Outcome
from medpref_dagster.gate.rounds import find_decision, read_decisions, read_void
from medpref_dagster.promotion.history import Move, read_moves
from medpref_dagster.reports.page import REPORT_JSON
from medpref_dagster.storage.store import Store

CHECKOUT = Path(__file__).resolve().parent.parent
LOOP, FEEDBACK, TASK = "simulated_loop", "simulated_year", "summarization"
ROUNDS = (
    *("2025-01-06", "2025-02-03", "2025-03-03", "2025-04-07", "2025-05-05", "2025-06-02"),
    *("2025-07-07", "2025-08-04", "2025-09-01", "2025-10-06", "2025-11-03", "2025-12-01"),
)
BAD_ROUND = ROUNDS[1]
"""Its four weeks are the bad ones of `synthetic/feedback_year.py`."""
FORGET_AFTER = ROUNDS[5]
FORGET_WHY, BACK_WHY = "asked for erasure", "the champion learned from a patient who was forgotten"
_NOTED = "wins.json"
_KEY_FILE = "MEDPREF_PRIVACY_KEY_FILE"


@dataclass(frozen=True)
class Project:
    """A year's folder."""

    root: Path
    loop: str = LOOP

    @property
    def store(self) -> Store:
        """Where the profile of the year's project says."""
        from medpref_dagster.declaration.profiles import read_machine, store_folder

        return Store(store_folder(read_machine(self.root, "local"), self.root))

    def call(self, *arguments: str) -> str:
        """Run `medpref` here, show what it says, and give it back.

        Raises
        ------
        SystemExit
            If it failed.
        """
        print(f"\n$ medpref {' '.join(arguments)}", flush=True)
        done = subprocess.run(
            [sys.executable, "-c", "from medpref_dagster.cli import main; main()", *arguments],
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith(("MEDPREF_", "DAGSTER_"))},
                "PYTHONPATH": str(CHECKOUT),
                "MEDPREF_PROJECT": str(self.root),
                "DAGSTER_HOME": str(self.root / ".dagster-home"),
                _KEY_FILE: str(self.root / "privacy.key"),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        print(done.stdout, flush=True)
        if done.returncode:
            raise SystemExit(f"medpref {' '.join(arguments)} ended with {done.returncode}")
        return done.stdout


def write_project(root: Path, base_model: str) -> Project:
    """A project with the checkout's loop and what it stands on, for a base model of the checkout's profile."""
    if not (root / "assets").is_dir():
        for name in (TASK, FEEDBACK, LOOP):
            shutil.copytree(CHECKOUT / "assets" / name, root / "assets" / name)
        shutil.copytree(CHECKOUT / "resources", root / "resources")
        path = root / "assets" / LOOP / "defs.yaml"
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        declared["attributes"]["base_model"] = base_model
        path.write_text(yaml.safe_dump(declared, sort_keys=False), encoding="utf-8")
    return Project(root)


def run_year(
    project: Project, base_model: str, rounds: Sequence[str] = ROUNDS, forget_after: str = FORGET_AFTER
) -> None:
    """Make the rounds that are not there, in their order."""
    if not (project.root / "privacy.key").is_file():
        project.call("privacy-key", "create", str(project.root / "privacy.key"))
    project.call("prepare", "--base-model", base_model)
    for place in rounds:
        # A decision that stands is not made again; one that became void, since a patient was forgotten, is.
        if find_decision(project.store, project.loop, place) is None:
            project.call("materialize", project.loop, "--round", place)
        _note_wins(project, place)
        if place == forget_after:
            forget_somebody(project, place)


def forget_somebody(project: Project, place: str) -> None:
    """Forget a patient whom the round's challenger learned from, once; a champion who did, too, is left behind."""
    if not _was_forgotten(project):
        project.call("forget", "--patient", _choose_patient(project.store, project.loop, place), "--why", FORGET_WHY)
    store, moves = project.store, read_moves(project.store, project.loop)
    if moves[-1].action != "rolled_back" and _is_unusable(store, moves[-1]):
        clean = next(move for move in reversed(moves) if not _is_unusable(store, move))
        project.call("rollback", project.loop, "--to", clean.round, "--why", BACK_WHY)


def _was_forgotten(project: Project) -> bool:
    return '"action": "patient.forgotten"' in project.call("audit", "show", "--action", "patient.", "--json")


def _is_unusable(store: Store, move: Move) -> bool:
    from medpref_dagster.forgetting.taint import is_tainted
    from medpref_dagster.promotion.history import find_fault

    return find_fault(store, move.model) is not None or is_tainted(store, move.model)


def _choose_patient(store: Store, loop: str, place: str) -> str:
    """Of those whom the round's challenger was trained on, one of the round's own weeks; the first by name."""
    seen = set(store.read_table(store.current(f"{loop}/challenger", place))["row_id"].to_pylist())
    pairs = store.read_table(store.current(f"{loop}/round_pairs", place)).to_pylist()
    return min(row["patient_id"] for row in pairs if row["pair_id"] in seen and not row["replayed"])


# What it came to


@dataclass(frozen=True)
class Month:
    """A round, as it is shown."""

    decision: Decision
    wins: dict[str, Any] | None
    """As of the challenger's report."""
    moves: tuple[Move, ...]
    """What became of the champion between this decision and the next."""
    is_void: bool = False
    """Whether it was decided anew, because a model of it learned from who was forgotten."""

    def find(self, kind: str, name: str | None = None, against: str | None = None) -> Condition | None:
        """A condition of the gate."""
        return next(
            (
                item
                for item in self.decision.conditions
                if item.kind == kind and name in (None, item.name) and against in (None, item.against)
            ),
            None,
        )

    def since_first(self, name: str) -> float | None:
        """What a metric of the challenger is above the first champion's, on the same cases; better is positive."""
        found = self.find(NON_INFERIORITY, name, self.decision.first_champion)
        return None if found is None else found.number


def read_months(project: Project) -> list[Month]:
    """Every decision on a round, the oldest first: a round is decided anew where its decision became void."""
    store = project.store
    decisions, moves = read_decisions(store, project.loop), read_moves(store, project.loop)
    noted, void = _read_noted(project), read_void(store, project.loop)
    after = [*(decision.champion for decision in decisions[1:]), moves[-1].model]
    return [
        Month(decision, noted.get(decision.seal), tuple(_list_moves(moves, decision, stands)), decision.seal in void)
        for decision, stands in zip(decisions, after, strict=True)
    ]


def _list_moves(moves: Sequence[Move], decision: Decision, stands: str) -> Iterator[Move]:
    """The promotion that a decision earned, and the rollback after which another model stands at the next one."""
    promoted = [move for move in moves if move.action == "promoted" and move.decision == decision.seal]
    yield from promoted
    if stands != (promoted[-1].model if promoted else decision.champion):
        yield next(move for move in reversed(moves) if move.action == "rolled_back" and move.model == stands)


def _note_wins(project: Project, place: str) -> None:
    """Keep what a report says, because forgetting a patient removes reports that they are in."""
    store, noted = project.store, _read_noted(project)
    decision = find_decision(store, project.loop, place)
    if (
        decision is None
        or decision.seal in noted
        or store.current_version(f"{project.loop}/challenger_report", place) is None
    ):
        return
    report = store.current(f"{project.loop}/challenger_report", place).path / REPORT_JSON
    noted[decision.seal] = json.loads(report.read_text(encoding="utf-8"))["wins"]
    (project.root / _NOTED).write_text(json.dumps(noted, indent=1), encoding="utf-8")


def _read_noted(project: Project) -> dict[str, dict[str, Any] | None]:
    path = project.root / _NOTED
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def list_metrics(months: Sequence[Month]) -> list[str]:
    """What the gate held against the first champion, in the order of its declaration."""
    names = (item.name for month in months for item in month.decision.conditions if item.kind == NON_INFERIORITY)
    return list(dict.fromkeys(names))


def write_table(months: Sequence[Month]) -> str:
    """A row a round, in Markdown."""
    metrics = list_metrics(months)
    heads = ["round", "pairs", "win rate, champion", "win rate, challenger", "superiority (bound)", "agreement"]
    heads += [f"{name.partition(': ')[2]} since the first" for name in metrics]
    heads += ["decision", "champion after"]
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for month in months:
        lines.append(f"| {' | '.join(_write_row(month, metrics))} |")
    return "\n".join(lines)


def _write_row(month: Month, metrics: Sequence[str]) -> list[str]:
    decision, wins = month.decision, month.wins
    superiority, agreement = month.find(SUPERIORITY), month.find(AGREEMENT)
    rates = ["", "", ""] if wins is None else [str(wins["pairs"]), _rate(wins["champion"]), _rate(wins["challenger"])]
    failed = [item.name for item in decision.conditions if item.standing is Standing.FAILED]
    unknown = [item.name for item in decision.conditions if item.standing is Standing.NOT_ENOUGH]
    because = ", ".join(failed if decision.outcome is Outcome.REFUSE else unknown)
    return [
        decision.round,
        *rates,
        "" if superiority is None else f"{_signed(superiority.number)} ({_signed(superiority.low)})",
        "" if agreement is None else _with_ends(agreement),
        *(_signed(month.since_first(name)) for name in metrics),
        f"{decision.outcome.value}{f': {because}' if because else ''}{', void since' if month.is_void else ''}",
        "; ".join(f"{move.action.replace('_', ' ')} ({move.round})" for move in month.moves) or "as before",
    ]


def _rate(found: dict[str, Any]) -> str:
    if found["low"] is None:
        return f"{found['estimate']:.2f}"
    return f"{found['estimate']:.2f} ({found['low']:.2f} to {found['high']:.2f})"


def _with_ends(item: Condition) -> str:
    if item.number is None or item.low is None or item.high is None:
        return "unknown"
    return f"{item.number:.2f} ({item.low:.2f} to {item.high:.2f})"


def _signed(value: float | None) -> str:
    return "unknown" if value is None else f"{value:+.3f}"


def draw_year(months: Sequence[Month]) -> str:
    """By round, as one SVG: win rates above, metrics since the first champion below."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    from medpref_dagster.reports.figures import STYLE, write_svg

    places = list(range(len(months)))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.4, 6.2), layout="constrained")
        above, below = figure.subplots(2, sharex=True)
        for who, shift, marker in (("champion", -0.08, "s"), ("challenger", 0.08, "o")):
            known = [(place + shift, month.wins[who]) for place, month in enumerate(months) if month.wins]
            drawn = above.plot([x for x, _ in known], [item["estimate"] for _, item in known], marker, label=who)
            for x, item in known:
                if item["low"] is not None:
                    above.plot([x, x], [item["low"], item["high"]], color=drawn[0].get_color(), linewidth=1.4)
        above.set_title("Held-out pairs in which the answer that clinicians prefer is the more probable")
        above.legend(loc="lower right", ncols=2)
        for name, marker in zip(list_metrics(months), "oDs^v", strict=False):
            values = [month.since_first(name) for month in months]
            known = [(place, value) for place, value in zip(places, values, strict=True) if value is not None]
            below.plot(
                [x for x, _ in known], [value for _, value in known], f"{marker}-", label=name.partition(": ")[2]
            )
        # On the scale of what the gate lets a metric lose, so that chance does not look like a trend.
        limits = [abs(item.limit or 0) for month in months for item in month.decision.conditions if item.is_test]
        changes = [abs(month.since_first(name) or 0) for month in months for name in list_metrics(months)]
        reach = 1.1 * max([0.01, *limits, *changes])
        below.set_ylim(-reach, reach)
        below.axhline(0, color=STYLE["axes.edgecolor"], linewidth=0.8)
        below.set_title("Challenger's metrics on the test cases, since the first champion (better is up)")
        below.legend(loc="best")
        below.set_xticks(places, [_label(month) for month in months])
        for axes in (above, below):
            axes.grid(axis="y")
            axes.set_axisbelow(True)
        return write_svg(figure, f"A year of rounds. {'; '.join(_describe(month) for month in months)}.")


def _label(month: Month) -> str:
    marks = {Outcome.PROMOTE: "promoted", Outcome.HOLD: "held", Outcome.REFUSE: "refused"}
    back = "\nback" if any(move.action == "rolled_back" for move in month.moves) else ""
    void = "\nvoid since" if month.is_void else ""
    return f"{month.decision.round[5:7]}\n{marks[month.decision.outcome]}{back}{void}"


def _describe(month: Month) -> str:
    rates = "" if month.wins is None else f", win rate {month.wins['challenger']['estimate']:.2f}"
    return f"{month.decision.round}: {month.decision.outcome.value}{rates}"


def main() -> None:
    """Run what is not there of the year, print the table, draw the figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", type=Path, required=True, help="a folder; what is there is gone on with")
    parser.add_argument("--base-model", default="smollm2-135m", help="of the checkout's profile `local`")
    parser.add_argument("--through", choices=ROUNDS, default=ROUNDS[-1], help="the last round to make")
    parser.add_argument("--to", type=Path, help="where year.md and year.svg are written; without it, into the project")
    asked = parser.parse_args()
    project = write_project(asked.project.resolve(), asked.base_model)
    run_year(project, asked.base_model, ROUNDS[: ROUNDS.index(asked.through) + 1])
    months = read_months(project)
    folder = asked.to or project.root
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "year.md").write_text(f"{write_table(months)}\n", encoding="utf-8")
    (folder / "year.svg").write_text(f"{draw_year(months)}\n", encoding="utf-8")
    print(write_table(months))
    bad = [month.decision.outcome for month in months if month.decision.round == BAD_ROUND]
    sys.exit(1 if bad and bad != [Outcome.REFUSE] else 0)


if __name__ == "__main__":
    main()
