"""From texts to clusters; open `analysis.clusters.clusterer` first."""
