"""Several tasks judged together: variants of a task, models on each other's cases, shared texts."""
