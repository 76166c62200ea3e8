"""Tasks of the checkout as declared, cut to a tiny size."""

from typing import Any

import yaml

from medpref_dagster.declaration import TaskDeclaration
from tests.conftest import CHECKOUT, shrink_task


def declare(name: str, **changes: Any) -> TaskDeclaration:
    """A task of the checkout with some fields replaced; those of `evaluation` are added to its own."""
    attributes = yaml.safe_load((CHECKOUT / "assets" / name / "defs.yaml").read_text())["attributes"]
    shrink_task(attributes)
    own = {key: value for key, value in attributes.items() if key in TaskDeclaration.model_fields}
    own["evaluation"] |= changes.pop("evaluation", {})
    return TaskDeclaration.model_validate(own | changes)
