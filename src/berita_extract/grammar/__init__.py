"""Grammars over letters, one a word: dates and numbers, titles and names, places."""
