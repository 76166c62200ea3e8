"""From a week's events to preference pairs: our steps beside the same rules in pandas.

    python -m benchmarks.feedback [--reactions 10000000] [--pandas-reactions 2000000] [--distinct-edits 0.97]

The same events for both, two reactions to each generation, which DuckDB makes up beforehand: prompts of some 400
characters, answers of some 150; 40 of 100 reactions accept, 25 edit, the others reject, thumb, rate or choose. Each
different edit is described once, in Python, so that their number decides: without `--distinct-edits` there are 400
different ones, with it that share of all edits has texts of its own (of the simulated quarter's, 97 of 100 have, and
8 of 100 reactions are edits: `--edits 8`).

Every step of ours runs in a process of its own, as Dagster runs it; pandas in one. The kernel holds each, with all of
its processes, to `--limit` GiB: by a control group where one can be made (then with what it caches of files, and shown
is the group's greatest use), else by RLIMIT_DATA of each process. Shown are seconds, those of the processor, and the
numbers of pairs by rule, which must be the same. Accepted examples, which pandas is not asked for, are told apart.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.confining import open_group
from medpref_dagster import schemas
from medpref_dagster.declaration.feedback import FeedbackDeclaration
from medpref_dagster.feedback.scratch import open_scratch, stream_rows
from medpref_dagster.feedback.weeks import bound_week
from medpref_dagster.storage.store import Store
from medpref_dagster.workbench import Workbench

WEEK = "2026-06-01"
DECLARED = FeedbackDeclaration.model_validate(
    {"title": "Made up", "start": WEEK, "lookback_weeks": 0, "sources": {"made": {"capture": "sqlite:///none"}}}
)
STEPS = ("generations", "reactions", "preference_pairs", "accepted_examples")
AFTER = "accepted_examples"
"""What comes after the pairs."""
_ANSWER = (
    "'Acute cystitis. Start nitrofurantoin ' || (50 + {n} % 40) || ' mg twice daily for ' || (3 + {n} % 10) || "
    "' days; culture pending. Return precautions were given, and the patient agreed with the plan. '"
)
_GENERATIONS = f"""
    SELECT 'g' || n AS event_id, 'generation' AS kind, make_timestamptz($first + n) AS time, $week AS week,
           json_object('kind', 'generation', 'id', 'g' || n, 'prompt', 'Visit ' || (n // 2) || '. ' || repeat(
               'A 62 year old with dysuria and frequency for 3 days, no fever. ', 6), 'answer',
               {_ANSWER.format(n="n")}, 'model', 'm', 'patient', 'p' || (n // 20))::VARCHAR AS content,
           'made' AS source, sha256('g' || n) AS hash
    FROM range($reactions // 2) AS made(n)
"""  # noqa: S608
_REACTIONS = f"""
    SELECT 'r' || n AS event_id, 'reaction' AS kind, make_timestamptz($first + 10000000000 + n) AS time, $week AS week,
           json_object('kind', 'reaction', 'id', 'r' || n, 'generation', 'g' || g, 'clinician', 'c' || (g // 2 % 200),
               'time_shown', strftime(make_timestamptz($first + 10000000000 + n - 1000000 * (2 + n % 90)),
                                      '%Y-%m-%dT%H:%M:%S.%fZ'),
               'reaction', CASE
                   WHEN draw < 65 - $edits THEN json_object('kind', 'accepted')
                   WHEN draw < 65 THEN json_object('kind', 'edited', 'text', {_ANSWER.format(n="(g + 1 + draw % 10)")}
                       || CASE WHEN hash(n, 1) % 100 < $distinct THEN 'Return on day ' || n || '.' ELSE '' END)
                   WHEN draw < 75 THEN json_object('kind', 'rejected')
                   WHEN draw < 85 THEN json_object('kind', 'thumb', 'up', g % 2 = 0)
                   WHEN draw < 95 THEN json_object('kind', 'rated', 'rating', 1 + draw % 5)
                   ELSE json_object('kind', 'chosen', 'over', ['g' || (g + CASE WHEN g % 2 = 0 THEN 1 ELSE -1 END)])
               END)::VARCHAR AS content,
           'made' AS source, sha256('r' || n) AS hash
    FROM (SELECT n, n % ($reactions // 2) AS g, hash(n) % 100 AS draw FROM range($reactions) AS made(n))
"""  # noqa: S608


def make_events(store: Store, reactions: int, edits: int, distinct: float) -> None:
    """A week of events into the store, in the order of their ids, as the step `events` writes them.

    Parameters
    ----------
    edits
        Of 100 reactions; those and the accepted ones are 65.
    distinct
        The share of edits whose text is nobody else's.
    """
    first, _ = bound_week(WEEK, "UTC")
    values: dict[str, object] = {"first": first, "week": WEEK, "reactions": reactions}
    values |= {"edits": edits, "distinct": round(100 * distinct)}
    query = f"SELECT * FROM ({_GENERATIONS} UNION ALL {_REACTIONS}) ORDER BY event_id"  # noqa: S608
    with store.new_scratch() as folder, open_scratch(folder, "2GB") as scratch:
        store.point(
            "made/events", store.write_table(stream_rows(scratch, query, values), schemas.FEEDBACK_EVENTS), WEEK
        )


def run_step(store: Store, name: str, memory: str) -> dict[str, Any]:
    """A step from events to pairs, as Dagster calls it: with its inputs, which the store verifies, and no others."""
    from medpref_dagster.steps import DeclaredFeedback
    from medpref_dagster.steps.feedback import FEEDBACK_STEPS

    [step] = [step for step in FEEDBACK_STEPS if step.name == name]
    about = DeclaredFeedback("made", DECLARED.model_copy(update={"memory": memory}))
    bench = Workbench(store, _need_none, _need_none, week=WEEK)
    inputs = {asset: store.current(f"made/{asset}", WEEK) for asset in step.inputs_of(about)}
    result = step.load()(bench, about, inputs)
    store.point(f"made/{name}", result.artifact, WEEK)
    return {"pairs": result.shown["pairs_by_rule"]} if name == "preference_pairs" else {}


def _need_none() -> Any:
    raise TypeError("these steps need neither a base model nor a device")


def run_pandas(store: Store) -> dict[str, Any]:
    """The same in pandas, written as its documentation would have it."""
    import pandas as pd

    from medpref_dagster.feedback.edits import describe_edit, is_trivial

    events: Any = pd.read_parquet(store.table_path(store.current("made/events", WEEK)))
    said: Any = pd.DataFrame(events.pop("content").map(json.loads).tolist(), index=events.index)
    is_reaction = events["kind"] == "reaction"
    generations = said.loc[~is_reaction, ["id", "prompt", "answer", "patient"]]
    reactions = said.loc[is_reaction, ["id", "generation", "clinician", "time_shown"]].join(
        pd.DataFrame(said.loc[is_reaction, "reaction"].tolist(), index=said.index[is_reaction])
    )
    reactions["time"] = events.loc[is_reaction, "time"]
    del events, said
    seen = reactions.merge(generations.rename(columns={"id": "generation"}), on="generation")
    seconds = (seen["time"] - pd.to_datetime(seen["time_shown"], utc=True)).dt.total_seconds()
    words = seen["answer"].str.count(r"\S+")
    seen["read"] = words <= seconds * DECLARED.rules.accepted.words_per_second
    group = ["prompt", "clinician", "patient"]

    edited = seen[seen["kind"] == "edited"].rename(columns={"text": "chosen", "answer": "rejected"})
    texts: Any = edited.loc[edited["chosen"] != edited["rejected"], ["rejected", "chosen"]].drop_duplicates()
    rules = DECLARED.rules.edit
    texts["kept"] = [
        not is_trivial(describe_edit(before, after, rules), rules)
        for before, after in texts.itertuples(index=False, name=None)
    ]
    edits = edited.merge(texts.loc[texts["kept"]], on=["rejected", "chosen"])

    chosen = seen[seen["kind"] == "chosen"].explode("over").rename(columns={"answer": "chosen"})
    others = generations.rename(columns={"id": "over", "answer": "rejected"})[["over", "prompt", "rejected"]]
    choices = chosen.merge(others, on=["over", "prompt"])

    bad = seen[seen["kind"].isin(["rejected", "regenerated"])].rename(columns={"answer": "rejected"})
    good = seen[(seen["kind"] == "accepted") & seen["read"]].rename(columns={"answer": "chosen"})
    columns = [*group, "time", "generation"]
    turned = pd.merge_asof(
        bad[[*columns, "rejected", "id"]].sort_values("time"),
        good[[*columns, "chosen", "id"]].assign(then=good["time"]).sort_values("time"),
        on="time",
        by=group,
        direction="forward",
        allow_exact_matches=False,
        suffixes=("_bad", ""),
    ).dropna(subset=["chosen"])
    turned = turned[turned["generation"] != turned["generation_bad"]].assign(time=lambda rows: rows["then"])

    def pair(kind: str, value: str) -> Any:
        last = (
            seen[seen["kind"] == kind]
            .sort_values(["time", "id"])
            .drop_duplicates(["clinician", "generation"], keep="last")
        )
        return (
            last.merge(last, on=group, suffixes=("", "_bad"))
            .rename(columns={"answer": "chosen", "answer_bad": "rejected"})
            .assign(apart=lambda rows: rows[value].astype(float) - rows[f"{value}_bad"].astype(float))
        )

    thumbs, ratings = pair("thumb", "up"), pair("rated", "rating")
    thumbs, ratings = thumbs[thumbs["apart"] > 0], ratings[ratings["apart"] >= DECLARED.rules.ratings.margin]
    for rows in (thumbs, ratings):
        rows["time"] = rows[["time", "time_bad"]].max(axis=1)
    made = dict(zip(DECLARED.rules.use, (edits, choices, turned, thumbs, ratings), strict=True))
    kept = ["prompt", "chosen", "rejected", "clinician", "patient", "time", "id"]
    pairs: Any = pd.concat([rows[kept].assign(rule=name, rank=rank) for rank, (name, rows) in enumerate(made.items())])
    pairs = pairs[pairs["chosen"] != pairs["rejected"]].sort_values(["rank", "time", "id"])
    pairs = pairs.drop_duplicates(["prompt", "chosen", "rejected", "clinician", "patient"])
    other = pairs[["prompt", "chosen", "rejected"]].drop_duplicates()
    other = other.rename(columns={"chosen": "rejected", "rejected": "chosen"}).assign(opposite=True)
    pairs = pairs.merge(other, on=["prompt", "chosen", "rejected"], how="left")
    pairs = pairs[pairs.pop("opposite").isna()]
    pairs.to_parquet(store.root / "pandas.parquet")
    return {"pairs": {name: int(number) for name, number in sorted(pairs["rule"].value_counts().items())}}


def measure(what: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Run a step or pandas in a process of its own, to which the kernel gives no more memory and cores than said."""
    limit = int((options.pandas_limit if what == "pandas" else options.limit) * 2**30)
    command = [sys.executable, "-m", "benchmarks.feedback", "--run", what, "--folder", str(folder)]
    started = time.perf_counter()
    with open_group(limit) as group:

        def confine() -> None:
            if group is None:
                resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
            else:
                (group / "cgroup.procs").write_text(str(os.getpid()))

        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [*command, "--memory", options.memory, "--cores", str(options.cores)],
            check=False,
            capture_output=True,
            text=True,
            preexec_fn=confine,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        peak = None if group is None else int((group / "memory.max_usage_in_bytes").read_text())
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or [f"ended by signal {-done.returncode}"])[-1]}
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        **({} if peak is None else {"group_gb": round(peak / 2**30, 2)}),
        **said,
    }


def measure_ours(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Every step up to the pairs, one after the other, and what comes after them apart."""
    found: dict[str, dict[str, Any]] = {}
    for name in STEPS:
        found[name] = measure(name, folder, options)
        if "failed" in found[name]:
            return {"failed": f"{name}: {found[name]['failed']}"}
    upto = [one for name, one in found.items() if name != AFTER]
    greatest = [name for name in ("resident_gb", "group_gb") if name in upto[0]]
    return {
        **{name: round(sum(one[name] for one in upto), 1) for name in ("seconds", "cpu_s")},
        **{name: max(one[name] for one in upto) for name in greatest},
        "pairs": found["preference_pairs"].pop("pairs"),
        "steps": found,
    }


def run(what: str, folder: Path, memory: str) -> None:
    """In the process that is measured: the work, and how much memory it held at most, its workers' not counted."""
    store = Store(folder)
    found = run_pandas(store) if what == "pandas" else run_step(store, what, memory)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"resident_gb": round(resident / 2**20, 2), **found}))


def compare(reactions: int, whom: Sequence[str], options: argparse.Namespace) -> None:
    """Make events, let each make its pairs of them, and print what it took."""
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        folder = Path(temporary)
        make_events(Store(folder), reactions, options.edits, options.distinct_edits)
        print(f"{reactions:,} reactions to {reactions // 2:,} generations, on {options.cores} cores", flush=True)
        for who in whom:
            found[who] = measure_ours(folder, options) if who == "ours" else measure(who, folder, options)
            print(f"{who}: {json.dumps(found[who])}", flush=True)
    if len(found) == len(("ours", "pandas")) and all("pairs" in one for one in found.values()):
        ours, theirs = found["ours"], found["pandas"]
        assert ours["pairs"] == theirs["pairs"], "the two did not make the same pairs"
        names = [name for name in ("seconds", "cpu_s", "resident_gb", "group_gb") if name in ours]
        ratios = ", ".join(f"{name} {theirs[name] / ours[name]:.1f}" for name in names)
        print(f"the same pairs; pandas / ours: {ratios}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reactions", type=int, default=10_000_000)
    parser.add_argument("--memory", default="700MB", help="what DuckDB may take before it spills")
    parser.add_argument("--limit", type=float, default=2, help="GiB that the kernel gives each step of ours")
    parser.add_argument("--pandas-limit", type=float, default=24, help="the same for pandas")
    parser.add_argument("--cores", type=int, default=2, help="that each may run on")
    parser.add_argument("--pandas-reactions", type=int, help="where pandas cannot hold as many: another, smaller run")
    parser.add_argument("--without-pandas", action="store_true")
    parser.add_argument("--folder", type=Path, help="where to write; a temporary folder without it")
    parser.add_argument("--edits", type=int, default=25, help="of 100 reactions, at most 65")
    parser.add_argument("--distinct-edits", type=float, default=0, help="share of edits with a text of their own")
    parser.add_argument("--run", choices=("pandas", *STEPS), help="one of them alone, on events that are there")
    options = parser.parse_args()
    if options.run:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.cores])
        run(options.run, options.folder, options.memory)
        return
    # So that what is measured ends, too, and its control group goes.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    beside = options.pandas_reactions or options.reactions
    alone = options.without_pandas or beside != options.reactions
    compare(options.reactions, ["ours"] if alone else ["ours", "pandas"], options)
    if alone and not options.without_pandas:
        compare(beside, ["ours", "pandas"], options)


if __name__ == "__main__":
    main()
