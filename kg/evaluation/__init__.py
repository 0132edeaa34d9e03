"""Annotated articles and hand-checked sheets × what was extracted → scores with their intervals."""
