"""The champion of a loop: who is it, by which decision, and how it is moved forward and back."""
