"""From a folder of files to the table of documents; open `analysis.corpus.loading` first."""
