"""Speed and size of the product, measured with the product: `python -m benchmarks [NAME …]`.

Each module here with a `run()` is a benchmark of that name; the first line of its docstring is its heading. It yields
figures: `frame.pairs.pairs` runs ours and its peers alternately, and its `figure` compares them. What measures less
than a user meets is marked as a `part`. The frame prints figures with the machine's conditions, because a figure
without them means nothing, and writes `docs/performance.md` from them (`--save`, `make bench`).
"""
