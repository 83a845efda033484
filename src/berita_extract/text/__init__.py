"""A release as clean text, words, sentences and blocks, all with offsets into the original."""
