"""
The same steps over a folder larger than memory, on all processors or a Dask cluster.

In: a folder of reports, and where the tables go. Out: every table of `Study`, as Parquet that `Study.load` reads.
Open `run` first.
"""

from analysis import offer

__getattr__, __dir__, __all__ = offer(__name__, run=("run_corpus",))
