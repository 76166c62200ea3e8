"""Feedback that another product keeps, as our events: one module a product, each a mapping and nothing else.

An importer is a module with

- `PRODUCT`: what ids and sources of its events begin with;
- `LISTS`: the keys under which a page of the product's API holds its records;
- `find_parts(record, options)`: what of a record may be an event, as `importing.Part`.

`docs/reference/importers.md` has every mapping, field by field. Files are read by `sources.feedback_exports`.
"""

from medpref_dagster.registry import Registry

IMPORTERS = Registry(
    "importer",
    "medpref_dagster.importers",
    {
        "argilla": "medpref_dagster.feedback.importers.argilla",
        "label-studio": "medpref_dagster.feedback.importers.label_studio",
        "langfuse": "medpref_dagster.feedback.importers.langfuse",
        "mlflow": "medpref_dagster.feedback.importers.mlflow",
        "opik": "medpref_dagster.feedback.importers.opik",
    },
)
"""Product -> module that reads its exports; an installed package may offer another."""
