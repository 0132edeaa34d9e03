"""Faultline: news on technology disputes as a knowledge graph of sourced statements."""

__version__ = "0.1.0"
