"""What children do that is no stage of a plan: each has a folder of the same kind, contract and run."""
