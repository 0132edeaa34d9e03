"""How the shipped language model is made, from public data to model files."""
