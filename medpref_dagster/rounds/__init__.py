"""A round of the closed loop: which weeks it covers, its pairs, what its challenger won on pairs that were held out."""
