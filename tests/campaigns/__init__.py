"""Long trials of what must hold however often it is tried; each prints a table, and tests run a few of each.

python -m tests.campaigns.kills --kills 200 --seed 0
python -m tests.campaigns.first_commands --homes 100
"""
