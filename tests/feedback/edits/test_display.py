from hypothesis import given

from medpref_dagster.feedback.edits import EditRules, describe_edit
from medpref_dagster.feedback.edits.display import lay_out, render_html, render_markdown
from tests.feedback.edits.test_describe import TEXTS

RULES = EditRules()


@given(TEXTS, TEXTS)
def test_the_pieces_read_as_either_text(before: str, after: str) -> None:
    pieces = lay_out(before, after, describe_edit(before, after, RULES))
    assert "".join(piece.text for piece in pieces if piece.mark != "inserted") == before
    assert "".join(piece.text for piece in pieces if piece.mark != "removed") == after


def test_a_change_is_marked_and_explained():
    before, after = "Furosemide 40 mg daily.", "Furosemide 80 mg daily."
    edit = describe_edit(before, after, RULES)
    shown = render_html(before, after, edit)
    assert '<del class="dose" title="dose 40 mg -&gt; 80 mg of furosemide">40</del>' in shown
    assert ">80</ins>" in shown
    assert render_markdown(before, after, edit).startswith("Furosemide ~~40~~**80** mg daily.")


def test_markup_in_a_text_is_shown_not_obeyed():
    before, after = "<script>x</script> *a* stays", "<script>y</script> *b* stays"
    edit = describe_edit(before, after, RULES)
    assert "<script>" not in render_html(before, after, edit)
    assert "\\*" in render_markdown(before, after, edit)
    assert "\\<script\\>" in render_markdown(before, after, edit)


def test_marks_do_not_reach_over_lines():
    before, after = "Home today.", "Home today.\nCall the clinic tomorrow.\nEat well."
    shown = render_markdown(before, after, describe_edit(before, after, RULES))
    assert "**Call the clinic tomorrow.**\n**Eat well.**" in shown
