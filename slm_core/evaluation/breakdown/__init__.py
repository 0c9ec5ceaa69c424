"""Where a model is good and where not: by place, by frequency, by source, by topic, by passage."""
