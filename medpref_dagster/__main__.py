"""`python -m medpref_dagster` is the command `medpref`."""

from medpref_dagster.cli import main

main(prog_name="medpref")
