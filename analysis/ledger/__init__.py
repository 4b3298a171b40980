"""From facts and labels to the ledger, its sums and its files; open `analysis.ledger.ledger` first."""
