"""From trained weights to the folder that faster-whisper opens: CTranslate2 int8 with tokenizer and decoding."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from ctranslate2.converters import TransformersConverter
from tokenizers import Tokenizer
from torch import Tensor

from training.whisper.decoding import DECODING
from training.whisper.model import ALIGNMENT_HEADS, ALIGNMENT_LAYER, TinyWhisper
from training.whisper.tokenizer import SpecialTokens, special_tokens

CHUNK_S = DECODING["chunk_length_s"]
#: `chunk_length` is what faster-whisper cuts the audio into; it pads every chunk to 30 s for the encoder.
PREPROCESSOR = {
    "feature_extractor_type": "WhisperFeatureExtractor",
    "feature_size": 80,
    "sampling_rate": 16000,
    "hop_length": 160,
    "chunk_length": CHUNK_S,
    "n_fft": 400,
    "n_samples": 16000 * CHUNK_S,
    "nb_max_frames": 100 * CHUNK_S,
    "padding_value": 0.0,
    "return_attention_mask": False,
}
TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": "<|endoftext|>",
    "eos_token": "<|endoftext|>",
    "unk_token": "<|endoftext|>",
    "model_max_length": 448,
}


def export(weights: dict[str, Tensor], tokenizer: Tokenizer, phone_count: int, folder: Path) -> None:
    """Write the model to `folder`; files of the same names there are replaced."""
    tokens = special_tokens(tokenizer)
    net = TinyWhisper(tokens, phone_count)
    net.load_state_dict(weights)
    with tempfile.TemporaryDirectory(prefix="export-") as work:
        transformers_dir, converted = Path(work) / "transformers", Path(work) / "ctranslate2"
        _set_generation(net, tokens, tokenizer)
        net.hf.save_pretrained(transformers_dir)
        tokenizer.save(str(transformers_dir / "tokenizer.json"))
        _write_json(transformers_dir / "tokenizer_config.json", TOKENIZER_CONFIG)
        _write_json(transformers_dir / "preprocessor_config.json", PREPROCESSOR)
        converter = TransformersConverter(
            str(transformers_dir), copy_files=["tokenizer.json", "preprocessor_config.json"]
        )
        converter.convert(str(converted), quantization="int8_float16")
        _write_json(converted / "decoding.json", DECODING)
        folder.mkdir(parents=True, exist_ok=True)
        for file in converted.iterdir():
            shutil.copyfile(file, folder / file.name)


def _set_generation(net: TinyWhisper, tokens: SpecialTokens, tokenizer: Tokenizer) -> None:
    settings = net.hf.generation_config
    settings.alignment_heads = [[ALIGNMENT_LAYER, head] for head in range(ALIGNMENT_HEADS)]
    settings.suppress_tokens = []
    settings.begin_suppress_tokens = []  # end of text may come first: silence then gives nothing
    settings.no_timestamps_token_id = tokens.no_timestamps
    settings.is_multilingual = False
    settings.lang_to_id = {"<|en|>": tokenizer.token_to_id("<|en|>")}
    settings.decoder_start_token_id = tokens.start_of_transcript
    settings.eos_token_id = settings.pad_token_id = settings.bos_token_id = tokens.end_of_text
    settings.max_length = 448
    settings._from_model_config = False  # else the converter rebuilds these and drops the alignment heads


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
