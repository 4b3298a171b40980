"""Results held against annotations: scores with intervals, and every error; open `analysis.evaluate.audit` first."""
