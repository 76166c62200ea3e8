"""What every generator promises alike."""

import hashlib
import json

import pytest

from medpref_dagster.synthetic import GENERATORS

# A change of a generator changes these on purpose; a machine or a Python version must not.
SHA256 = {
    "feedback_quarter": "13d70ffd409211ac538869c6d298887051adea43435b801e64b0d0dc85aa4ee3",
    "feedback_year": "c6e6bfd9f6357f21f05ac648d586b6fd43cf954d24b5eb4ce61afaf01dfa78dc",
    "radiology": "80a9fa5de6e2b36b603d5a273cc03451669e06a42f52a5f97df17c02396d1794",
    "pathology": "85cedc05d5a7ad207af8c16e8af4a0d8be6c889cf26ec60a75b0db959f6c0ef3",
    "dosing": "0a80e12090dc2a03b6b21e5b5798e173ba7f31ad0177db9e619575d0a43e67f3",
    "hyponatremia": "525e682b3d04bc9423b669c23b9f0c7fa0c61d78caa9f4d218d542279f04362f",
    "reasoning": "562ecaa772c2a5dfc00c3b7461ce1d00f442e8d886faefad70a6fac1c059e685",
    "summarization": "3121790c567457d5d33caa96138dc9c1d48ba8b966053f130df1b920df4d85dd",
    "triage": "632e8c8e6f8386d04836afdfd72af527c03cf69dfdf3a7f6bef04ade8085668c",
}


@pytest.mark.parametrize("name", SHA256)
def test_a_seed_gives_the_same_bytes_on_every_machine(name: str) -> None:
    rows = GENERATORS.load(name).generate(300, seed=7)
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    assert hashlib.sha256(text.encode()).hexdigest() == SHA256[name]
