"""What a language model must beat before its answers are worth its cost: the majority answer, a bag of words.

Both learn from the very rows that SFT was trained on, and answer the same test cases. The third control, SFT that is
trained on for as long as DPO, is a model like the others: `training/continued.py`.
"""
