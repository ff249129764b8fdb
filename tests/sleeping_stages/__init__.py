"""A stage that sleeps, for tests and benchmarks of many jobs: it takes time, and no processor."""
