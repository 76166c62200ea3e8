"""Results as pages that a person reads: a task's, a study's; figures and templates."""
