"""Schemathesis: right and wrong requests from the OpenAPI page, and whether each answer is one that it has."""

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

_NOT_OURS = [
    positive_data_acceptance,  # a schema knows no clock, and no ids that are taken
    negative_data_rejection,  # a batch is answered event by event, OTLP by partial success
]


def check_operations(app: FastAPI, secret: str, mode: GenerationMode, examples: int) -> list[str]:
    """Try every operation so many times; the names of those tried. Raises at an answer that the page does not have."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    tried: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.body or list(operation.iter_parameters())):
            continue
        tried.append(operation.label)

        @given(operation.as_strategy(mode))
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        def check(case: Case) -> None:
            answer = case.call(headers={"authorization": f"Bearer {secret}"})
            case.validate_response(answer, excluded_checks=_NOT_OURS, headers={"authorization": f"Bearer {secret}"})

        check()
    return tried
