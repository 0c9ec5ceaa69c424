"""How runs of a workspace relate: what differs, which are the same but for the seed, lineage."""
