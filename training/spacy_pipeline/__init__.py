"""The demo's spaCy pipeline: tagger, sentence borders and named entities, trained on filled templates.

`python -m training.spacy_pipeline` trains and evaluates it and writes its model card; see `--help`.
"""
