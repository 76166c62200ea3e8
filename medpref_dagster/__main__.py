"""`python -m medpref_dagster` is the command `medpref`."""

from medpref_dagster.cli import main

if __name__ == "__main__":
    main(prog_name="medpref")
