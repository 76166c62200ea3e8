"""The win rate is the share of held-out pairs on which the policy goes further than its reference model."""

import pytest
from pyarrow import compute as pc

from medpref_dagster.declaration import Evaluation
from medpref_dagster.verdict.errors import VerdictError
from medpref_dagster.verdict.preferences import PairScores, judge_preferences
from tests.verdict.judged_models import make_cases, make_pair_scores, make_task

EVALUATION = Evaluation(bootstrap_samples=300)


def test_the_win_rate_is_the_share_of_test_pairs_with_a_positive_margin():
    cases = make_cases(make_task())
    scores = make_pair_scores(cases)
    result = judge_preferences(scores, EVALUATION).to_json()
    policy, reference = (table.filter(pc.field("split") == "test") for table in (scores.policy, scores.reference))
    ratios = [table["chosen_logp"].to_numpy() - table["rejected_logp"].to_numpy() for table in (policy, reference)]
    margins = scores.beta * (ratios[0] - ratios[1])
    assert result["pairs"] == len(margins) == 80
    assert result["win_rate"]["estimate"] == pytest.approx((margins > 0).mean())
    assert result["margin"]["estimate"] == pytest.approx(margins.mean())
    assert sum(result["histogram"]["counts"]) == 80
    assert 0.0 in result["histogram"]["edges"]


def test_a_policy_that_is_its_reference_wins_nothing_and_ties_everything():
    cases = make_cases(make_task())
    scores = make_pair_scores(cases)
    same = PairScores(scores.pairs, scores.reference, scores.reference, 0.1)
    result = judge_preferences(same, EVALUATION).to_json()
    assert (result["win_rate"]["estimate"], result["ties"], result["margin"]["estimate"]) == (0.0, 80, 0.0)


def test_margins_that_are_all_alike_have_no_interval_and_a_single_pair_has_a_win_rate_with_one():
    cases = make_cases(make_task())
    scores = make_pair_scores(cases)
    same = PairScores(scores.pairs, scores.reference, scores.reference, 0.1)
    margin = judge_preferences(same, EVALUATION).margin
    assert (margin.estimate, margin.low, margin.high, margin.method) == (0, None, None, None)
    test = scores.pairs.filter(pc.field("split") == "test").slice(0, 1)
    found = judge_preferences(PairScores(test, scores.policy, scores.reference, 0.1), EVALUATION)
    assert 0 <= found.win_rate.low < found.win_rate.high <= 1
    assert found.margin.low is None


def test_a_win_rate_says_whose_it_is():
    scores = make_pair_scores(make_cases(make_task()))
    named = PairScores(scores.pairs, scores.policy, scores.reference, 0.1, "challenger", "champion")
    found = judge_preferences(named, EVALUATION)
    assert (found.policy, found.reference) == ("challenger", "champion")


def test_pairs_without_scores_are_refused():
    cases = make_cases(make_task())
    scores = make_pair_scores(cases)
    missing = PairScores(scores.pairs, scores.policy.slice(0, 10), scores.reference, 0.1)
    with pytest.raises(VerdictError, match="have no log-probabilities"):
        judge_preferences(missing, EVALUATION)
    none = PairScores(scores.pairs.slice(0, 0), scores.policy, scores.reference, 0.1)
    with pytest.raises(VerdictError, match="no preference pairs"):
        judge_preferences(none, EVALUATION)
