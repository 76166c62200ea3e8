"""Edits that are described side by side are described as one by one, in their order."""

from medpref_dagster.feedback.edits import EditRules, describe_edit, is_trivial
from medpref_dagster.feedback.edits.batches import describe_batches
from medpref_dagster.processes import open_processes

RULES = EditRules()
BATCHES = [
    (
        [f"Give {number} mg of furosemide daily. No fever." for number in range(start, start + 1_100)],
        [f"Give {number + number % 3} mg of furosemide  daily. No fever." for number in range(start, start + 1_100)],
    )
    for start in (0, 5_000, 9_000)
]


def test_processes_describe_every_batch_in_its_order_as_one_process_does():
    assert sum(map(len, BATCHES[0][0])) + sum(map(len, BATCHES[0][1])) < 200_000, "one process serves"
    alone = list(describe_batches(BATCHES, RULES, processes=2))
    longer = [tuple([text * 3 for text in side] for side in texts) for texts in BATCHES[:2]]
    with open_processes(2, sum(len(text) for side in longer[0] for text in side)) as pool:
        assert pool is not None, "several are begun"
    assert list(describe_batches(longer, RULES, 2)) == list(describe_batches(longer, RULES, 1))
    for (before, after), described in zip(BATCHES, alone, strict=True):
        assert len(described) == len(before)
        edit = describe_edit(before[7], after[7], RULES)
        assert described[7].kinds == edit.kinds
        assert (described[7].trivial is not None) == bool(is_trivial(edit, RULES))
    assert list(describe_batches([], RULES, 2)) == []
