"""Ratings: nobody sees which model answered, nothing is rated that nobody rated, and mistakes have a line."""

import csv
import multiprocessing

import pytest

from medpref_dagster.ratings.clinicians import (
    OUTDATED,
    RatingsError,
    blind_predictions,
    export_ratings,
    keep_ratings,
    match_ratings,
    read_kept_ratings,
    read_ratings,
    tabulate_ratings,
)
from medpref_dagster.schemas import CLINICIAN_RATINGS, RATINGS
from medpref_dagster.storage.store import Store
from tests.ratings.rated_answers import MODELS, make_cases, make_predictions


def blind(seed=5, cases=12, **options):
    return blind_predictions(make_predictions(cases), make_cases(cases), seed, **options)


def write(path, lines):
    path.write_text("\n".join(["item,rating", *lines]) + "\n")
    return path


def test_the_exported_file_tells_neither_model_nor_case_and_comes_back_rated(tmp_path):
    items = blind()
    path = tmp_path / "rater.csv"
    export_ratings(path, items)
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 36
    assert not any(name in row["item"] for row in rows for name in MODELS)
    assert {row["item"] for row in rows} == {item.item for item in items}
    assert all(row["case"].startswith("'=course") for row in rows), "a spreadsheet would run it as a formula"
    assert read_ratings(path, items) == {item.item: None for item in items}


def test_names_and_order_depend_on_the_seed_and_do_not_follow_the_models():
    assert blind(5) == blind(5)
    items, others = blind(5), blind(6)
    assert {item.item for item in items}.isdisjoint(item.item for item in others)
    assert [item.model for item in items] != sorted(item.model for item in items)


def test_a_limit_keeps_whole_cases():
    items = blind(max_cases=4)
    assert len(items) == 12
    assert len({item.case_id for item in items}) == 4


def test_an_existing_file_is_not_written_over(tmp_path):
    path = write(tmp_path / "rater.csv", [])
    with pytest.raises(RatingsError, match="exists and may hold ratings"):
        export_ratings(path, blind())


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["nobody,3"], "line 2: item 'nobody' is not among those exported"),
        (["{0},3", "{0},4"], "line 3: item '{0}' is rated twice"),
        (["{0},6"], "line 2: rating '6' of item {0} is no whole number from 1 to 5"),
        (["{0},good"], "line 2: rating 'good'"),
        (["{0},3.5"], "line 2: rating '3.5'"),
    ],
)
def test_a_mistake_in_a_file_of_ratings_is_named_with_its_line(tmp_path, lines, said):
    items = blind()
    name = items[0].item
    path = write(tmp_path / "rater.csv", [line.format(name) for line in lines])
    with pytest.raises(RatingsError) as refused:
        read_ratings(path, items)
    assert said.format(name) in str(refused.value)


def test_a_file_that_is_none_is_refused(tmp_path):
    items = blind()
    with pytest.raises(RatingsError, match="there is no file"):
        read_ratings(tmp_path / "none.csv", items)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(RatingsError, match="no column item and rating"):
        read_ratings(tmp_path / "other.csv", items)
    (tmp_path / "latin.csv").write_bytes(b"item,rating\n\xff\xfe,3\n")
    with pytest.raises(RatingsError, match="UTF-8"):
        read_ratings(tmp_path / "latin.csv", items)


def test_a_rating_that_a_spreadsheet_wrote_as_a_float_is_the_whole_number(tmp_path):
    (item, other, *_) = blind()
    path = write(tmp_path / "rater.csv", [f"{item.item},4.0", f"{other.item}, 3 "])
    ratings = read_ratings(path, [item, other])
    assert (ratings[item.item], ratings[other.item]) == (4, 3)


@pytest.mark.parametrize("change", ["another answer", "another case text"])
def test_a_file_with_ratings_of_other_answers_than_the_current_ones_is_refused(tmp_path, change):
    then = blind()
    now = blind_predictions(
        make_predictions(dpo="another answer") if change == "another answer" else make_predictions(),
        make_cases(course="=other") if change == "another case text" else make_cases(),
        seed=5,
    )
    path = write(tmp_path / "rater.csv", [f"{item.item},3" for item in then if item.model == "dpo"])
    with pytest.raises(RatingsError, match="do the models still answer as they did then"):
        read_ratings(path, now)


def test_predictions_of_a_case_that_is_gone_are_refused():
    with pytest.raises(RatingsError, match="materialize predictions again"):
        blind_predictions(make_predictions(12), make_cases(11), 5)


def rate_all(items, rating):
    return {item.item: rating for item in items}


def test_raters_are_kept_together_and_a_second_import_replaces_the_first_of_that_rater_only(tmp_path):
    store, items = Store(tmp_path), blind()
    keep_ratings(store, "uti", "tiny", items, {"ann": rate_all(items, 2)})
    keep_ratings(store, "uti", "tiny", items, {"bob": rate_all(items, 4)})
    keep_ratings(store, "uti", "tiny", items, {"ann": {items[0].item: 5, items[1].item: None}})
    kept = read_kept_ratings(store, "uti", "tiny")
    assert kept.schema == CLINICIAN_RATINGS
    rows = kept.to_pylist()
    assert [(row["case_id"], row["model"], row["rating"]) for row in rows if row["rater"] == "ann"] == [
        (items[0].case_id, items[0].model, 5)
    ]
    assert sum(row["rater"] == "bob" for row in rows) == 36
    assert read_kept_ratings(store, "uti", "other").num_rows == 0


def import_one_after_the_other(root, process, raters, start):
    """A process that imports some raters' files, as soon as the others are ready."""
    store, items = Store(root), blind(cases=1)
    start.wait()
    for number in range(raters):
        keep_ratings(store, "uti", "tiny", items, {f"{process}-{number}": rate_all(items, 3)})


def test_imports_at_the_same_moment_lose_no_ratings(tmp_path):
    context, processes, raters = multiprocessing.get_context("spawn"), 2, 12
    start = context.Barrier(processes)
    running = [
        context.Process(target=import_one_after_the_other, args=(tmp_path, process, raters, start))
        for process in range(processes)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0, 0]
    kept = set(read_kept_ratings(Store(tmp_path), "uti", "tiny")["rater"].to_pylist())
    assert kept == {f"{process}-{number}" for process in range(processes) for number in range(raters)}


def test_the_same_ratings_are_the_same_table_in_whatever_order_they_came(tmp_path):
    items = blind()
    addresses = []
    for name, raters in (("one", ("ann", "bob")), ("two", ("bob", "ann"))):
        store = Store(tmp_path / name)
        for rater in raters:
            kept = keep_ratings(store, "uti", "tiny", items, {rater: rate_all(items, 3)})
        addresses.append(kept.address)
    assert addresses[0] == addresses[1]


def test_ratings_of_answers_that_are_no_longer_given_are_put_aside_and_the_others_stay():
    ratings = tabulate_ratings(blind(), {"ann": rate_all(blind(), 3)})
    rated, outdated = match_ratings(ratings, make_predictions(dpo="another answer"), make_cases())
    assert rated.schema == RATINGS
    assert {row["model"] for row in rated.to_pylist()} == {"base", "sft"}
    assert {row["rater_kind"] for row in rated.to_pylist()} == {"clinician"}
    assert outdated["reason"].to_pylist() == [OUTDATED] * 12
    assert all("ann rated an answer of dpo" in detail for detail in outdated["detail"].to_pylist())
    assert not any("course" in record for record in outdated["record"].to_pylist())
    both, none = match_ratings(ratings, make_predictions(), make_cases())
    assert (both.num_rows, none.num_rows) == (36, 0)
    gone, all_of_them = match_ratings(ratings, make_predictions(0), make_cases(0))
    assert (gone.num_rows, all_of_them.num_rows) == (0, 36)
