"""The frame of the benchmarks: runs, pairs, figures, load, and the page that is generated from them."""
