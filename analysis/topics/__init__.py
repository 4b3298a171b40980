"""From texts and topics to labels with their reasons; open `analysis.topics.classifier` first."""
