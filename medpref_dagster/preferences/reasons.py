"""Why a pair is left out, where both a task's pairs and a round's are asked: light, since a loop's sensor asks, too."""

REPEATED = "same pair twice"
