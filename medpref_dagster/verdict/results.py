"""What results are made of: frozen, typed, and JSON of the same names; a number that is undefined is None."""

import math
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from medpref_dagster.verdict.intervals import Interval


def _drop_undefined(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


Number = Annotated[float | None, BeforeValidator(_drop_undefined)]
"""None where it is undefined or infinite, which JSON has no number for."""


class Result(BaseModel):
    """Frozen; `to_json` writes it, `model_validate` reads it, and what an earlier version did not write is None."""

    model_config = ConfigDict(frozen=True)

    def to_json(self) -> dict[str, Any]:
        """Its fields as JSON values, ready for `json.dumps(..., allow_nan=False)`."""
        return self.model_dump(mode="json")


class Estimate(Result):
    """A number with its interval."""

    estimate: Number
    low: Number = None
    """None, as `high`, where no interval can be given."""
    high: Number = None
    n: int | None = None
    """Cases that it is of."""
    method: str | None = None
    """How the interval was found: "BCa bootstrap", "Wilson", "Tango", "unseen case"; None where there is none."""


def as_estimate(interval: Interval, n: int, method: str) -> Estimate:
    """An interval as a result; without ends, it has no method."""
    known = math.isfinite(interval.low) and math.isfinite(interval.high)
    return Estimate(
        estimate=float(interval.estimate),
        low=float(interval.low) if known else None,
        high=float(interval.high) if known else None,
        n=n,
        method=method if known else None,
    )
