"""An error of the store, of privacy or of a declaration ends a command with its sentence and exit status 1."""

from collections.abc import Generator
from contextlib import contextmanager

import click

from medpref_dagster.declaration.documents import DeclarationError


@contextmanager
def refusals_in_one_line() -> Generator[None]:
    """Whatever the block raises that says all that a person needs, without a traceback."""
    from medpref_dagster.audit.entries import AuditError
    from medpref_dagster.capture.database import DatabaseError
    from medpref_dagster.forgetting.wanted import ForgettingError
    from medpref_dagster.gate.errors import GateError
    from medpref_dagster.promotion.errors import PromotionError
    from medpref_dagster.storage.store import StoreError

    try:
        yield
    except (
        AuditError,
        DatabaseError,
        DeclarationError,
        ForgettingError,
        GateError,
        PromotionError,
        StoreError,
    ) as error:
        raise click.ClickException(str(error)) from None
