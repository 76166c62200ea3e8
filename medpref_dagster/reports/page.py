"""What every page shares: its files' names, its templates, and how numbers are printed in them."""

import jinja2

from medpref_dagster.disclosure import Disclosure, is_about_patients
from medpref_dagster.stages import find_stage
from medpref_dagster.verdict.paired_tests import name_beside
from medpref_dagster.verdict.words import (
    format_ends,
    format_estimate,
    format_interval,
    format_number,
    format_p,
    format_percent,
    format_share,
    format_share_ends,
)

REPORT_HTML = "report.html"
REPORT_JSON = "report.json"


def load_template(name: str) -> jinja2.Template:
    """A template of this package; all is escaped.

    Its filters print a number (`number`, `percent`, `p_value`), an interval's estimate, ends or both (`estimate`,
    `ends`, `interval`; of a share in percent `share`, `share_ends`), and a model's title (`model`), within a
    line (`beside`) and in a sentence (`phrase`). Its test `about_patients` is of a disclosure.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("medpref_dagster.reports", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["about_patients"] = _is_about_patients
    environment.filters |= {
        "number": format_number,
        "estimate": format_estimate,
        "ends": format_ends,
        "interval": format_interval,
        "p_value": format_p,
        "percent": format_percent,
        "share": format_share,
        "share_ends": format_share_ends,
        "model": _title_model,
        "phrase": _phrase_model,
        "beside": name_beside,
    }
    return environment.get_template(name)


def _is_about_patients(value: str) -> bool:
    return is_about_patients(Disclosure(value))


def _title_model(name: str) -> str:
    return find_stage(name).title


def _phrase_model(name: str) -> str:
    return find_stage(name).phrase
