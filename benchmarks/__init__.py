"""Speed and size of the product, measured with the product: `python -m benchmarks [NAME …]`.

Each module here with a `run()` is a benchmark of that name. It yields figures; the frame prints them with the machine's
conditions, because a figure without them means nothing.
"""
