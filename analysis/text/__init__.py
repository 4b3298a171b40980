"""What several rooms need of a text: words and counts, TF-IDF, a shared space, keyness, passages, phrases, displays."""
