"""Trains the small English Whisper model of the demo from nothing: `python -m training.whisper --help`.

One way through the modules: corpus (sentences) -> synthesis (speech) -> recordings (a store of spectrograms)
-> windows (training batches) -> model, train -> export (CTranslate2) -> evaluate (through faster-whisper) -> card.
`evaluate` needs no torch, so that the figures can be checked where only the product is installed.
"""
