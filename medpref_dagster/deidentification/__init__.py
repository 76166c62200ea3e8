"""De-identification of texts: identifiers are found by rules over word lists, and replaced by keyed surrogates. Pure."""
