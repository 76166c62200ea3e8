from medpref_dagster.feedback.importers import IMPORTERS
from medpref_dagster.feedback.importers.importing import REASONS
from tests.conftest import CHECKOUT


def test_the_reference_has_every_product_reason_and_id():
    page = (CHECKOUT / "docs/reference/importers.md").read_text()
    assert [reason for reason, meaning in REASONS.items() if f"| `{reason}` | {meaning} |" not in page] == []
    for product in IMPORTERS.ours:
        assert f"`{product}-" in page
        assert all(f"`{key}`" in page for key in IMPORTERS.load(product).LISTS)
