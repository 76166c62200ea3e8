"""Whether a challenger may become champion: evidence -> conditions -> a sealed decision; alpha over rounds."""
