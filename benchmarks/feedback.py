"""From a week's events to preference pairs: our steps beside the same rules in pandas.

    python -m benchmarks.feedback [--reactions 10000000] [--pandas-reactions 2000000]

Each runs in a process of its own on the same events, two reactions to each generation, which DuckDB makes up
beforehand: prompts of some 400 characters, answers of some 150, a few thousand different edits. Ours spills what goes
beyond `--memory` of DuckDB's, and is given 2 GiB in all; pandas 24 GiB. Shown are seconds, those of the processor, the
greatest resident memory, and the numbers of pairs by rule, which must be the same.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

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
STEPS = ("take_generations", "take_reactions", "make_preference_pairs", "collect_accepted_examples")

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
                   WHEN draw < 40 THEN json_object('kind', 'accepted')
                   WHEN draw < 65 THEN json_object('kind', 'edited', 'text', {_ANSWER.format(n="(g + 1 + draw % 10)")})
                   WHEN draw < 75 THEN json_object('kind', 'rejected')
                   WHEN draw < 85 THEN json_object('kind', 'thumb', 'up', g % 2 = 0)
                   WHEN draw < 95 THEN json_object('kind', 'rated', 'rating', 1 + draw % 5)
                   ELSE json_object('kind', 'chosen', 'over', ['g' || (g + CASE WHEN g % 2 = 0 THEN 1 ELSE -1 END)])
               END)::VARCHAR AS content,
           'made' AS source, sha256('r' || n) AS hash
    FROM (SELECT n, n % ($reactions // 2) AS g, hash(n) % 100 AS draw FROM range($reactions) AS made(n))
"""  # noqa: S608


def make_events(store: Store, reactions: int) -> None:
    """A week of events into the store, in the order of their ids, as the step `events` writes them."""
    values = {"first": bound_week(WEEK, "UTC")[0], "week": WEEK, "reactions": reactions}
    query = f"SELECT * FROM ({_GENERATIONS} UNION ALL {_REACTIONS}) ORDER BY event_id"  # noqa: S608
    with store.new_scratch() as folder, open_scratch(folder, "2GB") as scratch:
        store.point(
            "made/events", store.write_table(stream_rows(scratch, query, values), schemas.FEEDBACK_EVENTS), WEEK
        )


def run_ours(store: Store, memory: str) -> dict[str, Any]:
    """The steps from events to pairs, as Dagster calls them."""
    from medpref_dagster.steps import DeclaredFeedback, signal

    about = DeclaredFeedback("made", DECLARED.model_copy(update={"memory": memory}))
    bench = Workbench(store, lambda: None, lambda: None, week=WEEK)  # type: ignore[arg-type,return-value]
    made = {"events": store.current("made/events", WEEK)}
    seconds: dict[str, float] = {}
    shown: Mapping[str, Any] = {}
    for name, asset in zip(STEPS, ("generations", "reactions", "preference_pairs", "accepted_examples"), strict=True):
        started = time.perf_counter()
        result = getattr(signal, name)(bench, about, made)
        made[asset] = result.artifact
        seconds[asset] = round(time.perf_counter() - started, 1)
        shown = result.shown if asset == "preference_pairs" else shown
    return {"pairs": shown["pairs_by_rule"], "seconds_by_step": seconds}


def run_pandas(store: Store) -> dict[str, Any]:
    """The same in pandas, written as its documentation would have it."""
    from medpref_dagster.feedback.edits import describe_edit, is_trivial

    events = pd.read_parquet(store.table_path(store.current("made/events", WEEK)))
    said = pd.DataFrame(events.pop("content").map(json.loads).tolist(), index=events.index)
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
    texts = edited.loc[edited["chosen"] != edited["rejected"], ["rejected", "chosen"]].drop_duplicates()
    rules = DECLARED.rules.edit
    texts["kept"] = [
        not is_trivial(describe_edit(before, after, rules), rules)
        for before, after in texts.itertuples(index=False, name=None)
    ]
    edits = edited.merge(texts[texts["kept"]], on=["rejected", "chosen"])

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

    def pair(kind: str, value: str) -> pd.DataFrame:
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
    pairs = pd.concat([rows[kept].assign(rule=name, rank=rank) for rank, (name, rows) in enumerate(made.items())])
    pairs = pairs[pairs["chosen"] != pairs["rejected"]].sort_values(["rank", "time", "id"])
    pairs = pairs.drop_duplicates(["prompt", "chosen", "rejected", "clinician", "patient"])
    other = pairs[["prompt", "chosen", "rejected"]].drop_duplicates()
    other = other.rename(columns={"chosen": "rejected", "rejected": "chosen"}).assign(opposite=True)
    pairs = pairs.merge(other, on=["prompt", "chosen", "rejected"], how="left")
    pairs = pairs[pairs.pop("opposite").isna()]
    pairs.to_parquet(store.root / "pandas.parquet")
    return {"pairs": {name: int(number) for name, number in sorted(pairs["rule"].value_counts().items())}}


def measure(who: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Run one of the two in a process of its own, which the kernel gives no more memory and cores than declared."""
    command = [sys.executable, "-m", "benchmarks.feedback", "--run", who, "--folder", str(folder)]
    limit = int((options.limit if who == "ours" else options.pandas_limit) * 2**30)
    done = subprocess.run(
        [*command, "--memory", options.memory, "--cores", str(options.cores)],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or [f"ended by signal {-done.returncode}"])[-1]}
    return json.loads(done.stdout.splitlines()[-1])


def run(who: str, folder: Path, memory: str) -> None:
    store, started, processor = Store(folder), time.perf_counter(), time.process_time()
    found = run_ours(store, memory) if who == "ours" else run_pandas(store)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    spent = {"seconds": round(time.perf_counter() - started, 1), "cpu_s": round(time.process_time() - processor, 1)}
    print(json.dumps({**spent, "peak_gb": round(peak, 2), **found}))


def compare(reactions: int, whom: Sequence[str], options: argparse.Namespace) -> None:
    """Make events, let each make its pairs of them, and print what it took."""
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        folder = Path(temporary)
        make_events(Store(folder), reactions)
        print(f"{reactions:,} reactions to {reactions // 2:,} generations, on {options.cores} cores", flush=True)
        for who in whom:
            found[who] = measure(who, folder, options)
            print(f"{who}: {json.dumps(found[who])}", flush=True)
    if len(found) == len(("ours", "pandas")) and all("pairs" in one for one in found.values()):
        ours, theirs = found["ours"], found["pandas"]
        assert ours["pairs"] == theirs["pairs"], "the two did not make the same pairs"
        ratios = {name: theirs[name] / ours[name] for name in ("seconds", "cpu_s", "peak_gb")}
        print("the same pairs; pandas / ours: " + ", ".join(f"{name} {ratio:.1f}" for name, ratio in ratios.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reactions", type=int, default=10_000_000)
    parser.add_argument("--memory", default="1GB", help="what DuckDB may take before it spills")
    parser.add_argument("--limit", type=float, default=2, help="GiB that the kernel gives ours (RLIMIT_DATA)")
    parser.add_argument("--pandas-limit", type=float, default=24, help="the same for pandas")
    parser.add_argument("--cores", type=int, default=2, help="that each may run on")
    parser.add_argument("--pandas-reactions", type=int, help="where pandas cannot hold as many: another, smaller run")
    parser.add_argument("--without-pandas", action="store_true")
    parser.add_argument("--folder", type=Path, help="where to write; a temporary folder without it")
    parser.add_argument("--run", choices=("ours", "pandas"), help="one of the two, on events that are there")
    options = parser.parse_args()
    if options.run:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.cores])
        run(options.run, options.folder, options.memory)
        return
    beside = options.pandas_reactions or options.reactions
    alone = options.without_pandas or beside != options.reactions
    compare(options.reactions, ["ours"] if alone else ["ours", "pandas"], options)
    if alone and not options.without_pandas:
        compare(beside, ["ours", "pandas"], options)


if __name__ == "__main__":
    main()
