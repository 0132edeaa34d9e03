"""Language: text to a spaCy ``Doc`` with sentences, tags, lemmas, dependencies and names."""
