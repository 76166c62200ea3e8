"""From prompts to synthetic pairs: what is kept, what is not and why; nothing is lost, nothing is over the cap."""

import json

import pytest

from medpref_dagster.declaration.synthesis import Synthesis
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.ratings.asking import Unanswered
from medpref_dagster.ratings.judge import Judge
from medpref_dagster.schemas import COMPARISONS, QUARANTINE, SLICES, SYNTHETIC_PAIRS
from medpref_dagster.storage.store import Store
from medpref_dagster.synthesis.generating import Generator
from medpref_dagster.synthesis.making import Makers, Sources, make_synthetic_pairs
from medpref_dagster.synthesis.prompts import find_thin_slices
from medpref_dagster.synthesis.slices import open_slices
from tests.ratings.judge_server import read_material
from tests.synthesis.made_pairs import make_real, tabulate_real
from tests.tiny_models import make_tokenizer

PROMPTS = [
    {"prompt": f"visit {number}", "specialty": "nephrology", "style": "soap", "task": None, "patient_id": f"p{number}"}
    for number in range(4)
]


def answer_by_temperature(request):
    return f"{'good' if request.temperature < 0.8 else 'bad'} answer to {request.prompt}"


def rate_goodness(answers):
    return [4 if text.startswith("good") else 2 for text in answers]


def declare(**changes):
    return Synthesis.model_validate(
        {
            "slices": {"columns": ["specialty"], "fewer_than": 10},
            "generator": {"name": "g"},
            "judge": {"name": "j", "rubric": "Be right.", "margin": 2, "against_clinicians": 3},
            "max_share": 0.5,
            "max_prompt_tokens": 200,
            "max_completion_tokens": 100,
        }
        | changes
    )


@pytest.fixture
def make(tmp_path):
    def make(answer=answer_by_temperature, rate=rate_goodness, real=20, own=None, prompts=PROMPTS, **changes):
        synthesis = declare(**changes)
        rows = [make_real(number) for number in range(real)] if own is None else own
        table, name = tabulate_real(rows), open_slices(synthesis.slices)
        slices = find_thin_slices({"specialty=urology": 20}, prompts, name, fewer_than=10, per_slice=50, draw="w")
        say = (lambda question: json.dumps(rate(read_material(question)["answers"])), rate)[isinstance(rate, str)]
        makers = Makers(
            Generator("g", {}, lambda requests: (answer(request) for request in requests)),
            Judge("j", {}, lambda texts: (say if isinstance(say, str) else say(text) for text in texts)),
            {"tiny": make_tokenizer()},
            Store(tmp_path),
            ("generated", "judged"),
            Disclosure.SYNTHETIC,
        )
        return make_synthetic_pairs(Sources("2026-06-01", slices, name, table, table), synthesis, makers)

    return make


def reasons(made):
    return sorted(made.quarantine["reason"].to_pylist())


def outcomes(made, kind="candidates"):
    return [row["outcome"] for row in made.comparisons.to_pylist() if row["kind"] == kind]


def test_a_pair_says_that_it_is_synthetic_by_whom_and_why(make):
    made = make()
    assert (made.pairs.schema, made.quarantine.schema) == (SYNTHETIC_PAIRS, QUARANTINE)
    assert (made.comparisons.schema, made.slices.schema) == (COMPARISONS, SLICES)
    rows = made.pairs.to_pylist()
    assert len(rows) == 4
    row = next(row for row in rows if row["prompt"] == "visit 2")
    assert (row["chosen"], row["rejected"]) == ("good answer to visit 2", "bad answer to visit 2")
    assert (row["rule"], row["event_ids"], row["clinician"], row["patient_id"]) == ("synthesis", [], "", "p2")
    assert (row["synthetic"], row["generator"], row["judge"], row["margin"]) == (True, "g", "j", 2)
    assert (row["slice"], row["specialty"], row["week"]) == ("specialty=nephrology", "nephrology", "2026-06-01")
    assert row["explanation"] == (
        "j rated the chosen answer 4 and 4 and the rejected one 2 and 2; g wrote the chosen one at temperature 0.7, "
        "seed 0, the rejected one at temperature 1, seed 0"
    )
    assert made.slices.to_pylist() == [
        {"slice": "specialty=nephrology", "pairs": 0, "prompts": 4, "compared": 4, "kept": 4}
    ]
    assert made.quarantine.num_rows == 0


def test_made_again_it_is_the_same(make):
    first, second = make(), make(answer=lambda _: "never asked", rate="never asked")
    assert first == second


def test_answers_that_are_all_alike_make_no_pair_and_are_counted(make):
    made = make(answer=lambda request: f" the same for {request.prompt}\n")
    assert (made.pairs.num_rows, made.comparisons.num_rows) == (0, 3)
    assert reasons(made) == ["the generator's answers are all alike"] * 4
    assert made.quarantine["detail"].to_pylist() == ["2 answers"] * 4


def test_what_the_generator_did_not_answer_is_put_aside_with_its_reason(make):
    def answer(request):
        if request.prompt == "visit 1":
            return Unanswered("the generator timed out", "after 1 s")
        return "  " if request.temperature > 0.8 else "fine"

    made = make(answer=answer)
    assert made.pairs.num_rows == 0
    assert reasons(made) == ["the generator timed out"] * 2 + ["the generator's answer is empty, or was cut off"] * 3


def test_a_judge_that_always_says_the_first_keeps_nothing(make):
    made = make(rate=lambda _: [5, 1])
    assert made.pairs.num_rows == 0
    assert outcomes(made) == ["order"] * 4


def test_ties_and_margins_under_the_declared_one_make_no_pair(make):
    assert make(rate=lambda _: [3, 3]).pairs.num_rows == 0
    assert outcomes(make(rate=lambda _: [3, 3])) == ["tie"] * 4


def test_a_margin_under_the_declared_one_makes_no_pair(make):
    made = make(judge={"name": "j", "rubric": "Be right.", "margin": 3})
    assert made.pairs.num_rows == 0
    assert set(outcomes(made)) <= {"first", "second"}


def test_a_judge_that_cannot_be_read_is_put_aside(make):
    made = make(rate="The first one.", judge={"name": "j", "rubric": "r", "against_clinicians": 3})
    assert reasons(made) == ["the judge's answer is no JSON"] * 7
    assert outcomes(made) + outcomes(made, "clinicians") == ["unread"] * 7


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"max_prompt_tokens": 8}, "prompt over max_prompt_tokens"),
        ({"max_completion_tokens": 8}, "chosen answer over max_completion_tokens"),
    ],
)
def test_a_pair_is_checked_as_the_base_model_sees_it(make, change, reason):
    made = make(**change)
    assert made.pairs.num_rows == 0
    assert reasons(made) == [reason] * 4
    assert made.quarantine["detail"].to_pylist()[0].startswith("tiny: ")


def test_no_pair_contradicts_or_repeats_what_clinicians_said(make):
    texts = [{"prompt": f"visit {n}", "chosen": f"good answer to visit {n}"} for n in range(2)]
    own = [make_real(number) for number in range(20)]
    own[0] |= {**texts[0], "rejected": "bad answer to visit 0"}
    own[1] |= {"prompt": "visit 1", "chosen": "bad answer to visit 1", "rejected": texts[1]["chosen"]}
    made = make(own=own)
    assert sorted(made.pairs["prompt"].to_pylist()) == ["visit 2", "visit 3"]
    assert reasons(made) == ["clinicians prefer the other answer", "clinicians' own pair"]


def test_no_more_prompts_are_answered_than_the_share_leaves_room_for(make):
    made = make(real=3)
    assert made.pairs.num_rows == 3
    assert made.slices["prompts"].to_pylist() == [3]
    assert made.quarantine.num_rows == 0
    assert make(real=0).slices["prompts"].to_pylist() == [0]


def test_where_a_prompt_gives_no_pair_the_next_ones_are_answered_until_there_are_pairs_enough(make):
    def rate(answers):
        return [4 if text.startswith("good") and not text.endswith("visit 1") else 2 for text in answers]

    made = make(real=3, rate=rate)
    assert made.pairs.num_rows == 3
    assert made.slices["prompts"].to_pylist() == [4]


def test_what_is_over_the_declared_share_is_left_out_and_kept_aside(make):
    ways = {"name": "g", "temperatures": [0.2, 0.7, 1.2]}
    made = make(
        real=3,
        generator=ways,
        answer=lambda request: f"{request.temperature:.1f}",
        pairs_per_prompt=2,
        rate=lambda answers: [4 if text == "0.7" else 2 for text in answers],
        prompts=PROMPTS[:2],
        judge={"name": "j", "rubric": "r", "margin": 2},
    )
    assert made.pairs.num_rows == 3
    [row] = made.quarantine.to_pylist()
    assert (row["reason"], row["detail"]) == ("over max_share", "specialty=nephrology, margin 2")
    assert json.loads(row["record"])["chosen"] == "0.7"


def test_of_a_prompt_no_more_pairs_are_kept_than_declared_the_surest_first(make):
    ways = {"name": "g", "temperatures": [0.2, 0.7, 1.2]}
    marks = {0.2: 5, 0.7: 3, 1.2: 1}

    def answer(request):
        return f"{marks[request.temperature]} for {request.prompt}"

    def rate(answers):
        return [int(text[0]) for text in answers]

    judge = {"name": "j", "rubric": "r", "margin": 2, "against_clinicians": 0}
    made = make(answer=answer, rate=rate, generator=ways, judge=judge)
    assert made.pairs["margin"].to_pylist() == [4] * 4
    assert made.comparisons.num_rows == 4 * 3
    assert make(answer=answer, rate=rate, generator=ways, judge=judge, pairs_per_prompt=2).pairs.num_rows == 8


def test_a_slice_is_filled_no_further_than_declared(make):
    ways = {"name": "g", "temperatures": [0.2, 0.7, 1.2]}
    made = make(
        answer=lambda request: f"{5 - int(request.temperature * 3)} {request.prompt}",
        rate=lambda answers: [int(text[0]) for text in answers],
        generator=ways,
        judge={"name": "j", "rubric": "r", "margin": 1, "against_clinicians": 0},
        pairs_per_prompt=3,
        max_share=0.9,
    )
    assert made.pairs.num_rows == 10
    assert set(reasons(made)) == {"the slice has pairs enough"}


def test_the_judge_is_asked_about_as_many_pairs_of_clinicians_as_declared(make):
    made = make(judge={"name": "j", "rubric": "r", "against_clinicians": 6})
    rows = [row for row in made.comparisons.to_pylist() if row["kind"] == "clinicians"]
    assert len(rows) == 6
    assert all(row["outcome"] == row["clinicians"] for row in rows), "the judge likes what is good, as they do"


def test_no_comparison_has_a_text(make):
    shown = str(make().comparisons.to_pylist())
    assert "good" not in shown
    assert "visit" not in shown
