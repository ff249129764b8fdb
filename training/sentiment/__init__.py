"""The demo's sentiment model: a two-layer encoder with three moods, trained on generated sentences.

`python -m training.sentiment` trains, exports and evaluates it and writes its model card; see `--help`.
`texts.toml` holds what it learns from, `held_out.toml` what it is measured on.
"""
