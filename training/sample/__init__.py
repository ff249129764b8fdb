"""Makes the demo's video, `models/demo/sample.mp4`, and its ground truth, `sample.json`.

Everything in it is synthetic: the voices are Debian's flite and espeak-ng, the picture is drawn frame by frame.
`python -m training.sample` writes both files, `python -m training.sample --check` lets the shipped speech model
transcribe the result and compares it with the script.
"""
