"""Tests of the graph; `factory` makes records without a model."""
