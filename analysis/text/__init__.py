"""
Text processing that several folders share.

In: texts, or the documents table. Out: words and their counts, TF-IDF, the space that documents and terms share, the
words that mark a group, passages, phrases found, and texts displayed with words marked.
Open `vectors` first: every count comes from there.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(
    __name__,
    vectors=("CorpusVectorizer",),
    word_use=("keyness", "mark_groups"),
    passages=("full_text", "split_passages"),
    display=("Evidence", "show_table", "guard_cell"),
)
