"""From documents to facts, one kind a module; open `analysis.facts.extraction` first."""
