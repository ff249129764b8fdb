"""A Whisper model that knows all languages by name and none by heart: its weights are random.

It has the special tokens and the layout of the multilingual models of the hub, so what is done with their languages
runs on it for real, in kilobytes. (CTranslate2 knows them by the empty word in their vocabulary.)
"""

import json
from pathlib import Path
from typing import Any

TEXT_TOKENS = 100
STATES = 8


def write_multilingual(folder: Path) -> Path:
    """Write model.bin, config.json, vocabulary.json and tokenizer.json into the folder."""
    import numpy as np
    from ctranslate2.specs.whisper_spec import WhisperSpec
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    folder.mkdir(parents=True)
    tokens = _tokens(_LANGUAGE_CODES)
    spec = WhisperSpec(num_encoder_layers=1, num_encoder_heads=1, num_decoder_layers=1, num_decoder_heads=1)
    _fill(spec, len(tokens), np.random.default_rng(11))
    spec.register_vocabulary(tokens)
    first_language = tokens.index(f"<|{_LANGUAGE_CODES[0]}|>")
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = list(range(first_language, first_language + len(_LANGUAGE_CODES)))
    spec.config.alignment_heads = [(0, 0)]
    spec.validate()
    spec.save(str(folder))
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer(tokens)))
    return folder


def _tokens(languages: Any) -> list[str]:
    special = [f"<|{code}|>" for code in languages]
    named = ["<|endoftext|>", "<|startoftranscript|>", *special, "<|translate|>", "<|transcribe|>", "<|startoflm|>"]
    named += ["<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]
    times = [f"<|{n * 0.02:.2f}|>" for n in range(1501)]
    return [*(f"w{n}" for n in range(TEXT_TOKENS)), "", *named, *times]


def _tokenizer(tokens: list[str]) -> dict[str, Any]:
    added = [
        {"id": n, "content": token, "special": True, "single_word": False, "lstrip": False, "rstrip": False,
         "normalized": False}
        for n, token in enumerate(tokens)
        if token.startswith("<|")
    ]  # fmt: skip
    return {
        "version": "1.0",
        "added_tokens": added,
        "pre_tokenizer": {"type": "Whitespace"},
        "model": {"type": "WordLevel", "vocab": {token: n for n, token in enumerate(tokens)}, "unk_token": "w0"},
    }


def _fill(spec: Any, tokens: int, random: Any) -> None:
    """Small random numbers in the shapes that the layers expect of each other."""
    import numpy as np

    def matrix(*shape: int) -> Any:
        return random.normal(0, 0.5, shape).astype(np.float32)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(STATES, np.float32), np.zeros(STATES, np.float32)

    def linear(layer: Any, rows: int, columns: int = STATES) -> None:
        layer.weight, layer.bias = matrix(rows, columns), np.zeros(rows, np.float32)

    encoder, decoder = spec.encoder, spec.decoder
    for conv, channels in ((encoder.conv1, 80), (encoder.conv2, STATES)):
        conv.weight, conv.bias = matrix(STATES, channels, 3), np.zeros(STATES, np.float32)
    encoder.position_encodings.encodings = matrix(1500, STATES)
    decoder.position_encodings.encodings = matrix(448, STATES)
    decoder.embeddings.weight = matrix(tokens, STATES)
    decoder.projection.weight = decoder.embeddings.weight
    decoder.scale_embeddings = False
    norm(encoder.layer_norm)
    norm(decoder.layer_norm)
    for layer in (*encoder.layer, *decoder.layer):
        norm(layer.self_attention.layer_norm)
        linear(layer.self_attention.linear[0], 3 * STATES)
        linear(layer.self_attention.linear[1], STATES)
        norm(layer.ffn.layer_norm)
        linear(layer.ffn.linear_0, STATES)
        linear(layer.ffn.linear_1, STATES)
    for layer in decoder.layer:
        norm(layer.attention.layer_norm)
        linear(layer.attention.linear[0], STATES)
        linear(layer.attention.linear[1], 2 * STATES)
        linear(layer.attention.linear[2], STATES)
