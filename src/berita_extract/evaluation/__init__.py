"""How good an extraction is: annotated releases against what was found in them."""
