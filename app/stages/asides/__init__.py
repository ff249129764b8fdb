"""Work of children that is no stage of a plan; each has a folder with `contract` and `run`, like a stage."""
