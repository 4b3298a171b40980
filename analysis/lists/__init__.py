"""The lists that make the kit speak of a region and its languages: one CSV a list, read by `analysis.lists.lexicon`."""
