"""A placebo has the same pairs, and nothing to learn from them but the answers."""

from medpref_dagster.preferences.pairs import build_preference_pairs, find_pair_warnings
from tests.preferences.tasks import make_cases, make_table, make_task
from tests.tiny_models import make_tokenizer

SIDES = ("chosen", "rejected")


def build(placebo: bool, **options):
    task = make_task(**options)
    task = task.model_copy(update={"rejected": task.rejected.model_copy(update={"placebo": placebo})})
    return build_preference_pairs(make_table(make_cases(100)), task, make_tokenizer()), task


def test_a_coin_prefers_about_half_of_the_wrong_answers_and_the_pairs_stay():
    real, placebo = build(False)[0].pairs, build(True)[0].pairs
    assert placebo.schema == real.schema
    assert placebo["pair_id"].equals(real["pair_id"])
    turned = {"train": 0, "eval": 0, "test": 0}
    for was, now in zip(real.to_pylist(), placebo.to_pylist(), strict=True):
        assert {was[side] for side in SIDES} == {now[side] for side in SIDES}
        assert {(was[side], was[f"{side}_tokens"]) for side in SIDES} == {
            (now[side], now[f"{side}_tokens"]) for side in SIDES
        }
        turned[now["split"]] += was["chosen"] != now["chosen"]
        if now["split"] == "test":
            assert was == now
        elif was["chosen"] == now["chosen"]:
            assert (now["chosen_source"], now["rejected_source"]) == ("gold", f"placebo:{was['rejected_source']}")
        else:
            assert (now["chosen_source"], now["rejected_source"]) == (was["rejected_source"], "placebo:gold")
    # Of 100 throws of a fair coin, fewer than 30 or more than 70 are one kind in 1 of 10,000 samples.
    assert 30 <= turned["train"] <= 70
    assert 30 <= turned["eval"] <= 70
    assert turned["test"] == 0


def test_the_coin_is_thrown_by_the_seed():
    one, again, other = (build(True, seed=seed)[0].pairs for seed in (1, 1, 2))
    assert one.equals(again)
    assert one["chosen"].to_pylist() != other["chosen"].to_pylist()


def test_a_placebo_is_said_and_its_first_tokens_rank_nothing():
    built, task = build(True)
    assert any(said.startswith("A placebo") for said in find_pair_warnings(built, task))
    assert built.summary["provenance"] == {"other_label": 100, "placebo": 200}
    assert build(False)[0].summary["first_token_rule"] == 1
    assert built.summary["first_token_rule"] < 0.7
    assert built.summary["label_rule"] < 0.7
