"""Writes a trained model in the layout of the hub's ONNX exports, its weights quantised to int8."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from training.sentiment.network import encode
from training.sentiment.tokenizer import save

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import DistilBertForSequenceClassification

_OPSET = 17


def export(model: "DistilBertForSequenceClassification", tokenizer: "Tokenizer", folder: Path) -> None:
    """config.json, tokenizer files and onnx/model_quantized.onnx; the float model is not kept."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    model.config.save_pretrained(folder)
    save(tokenizer, folder)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "model.onnx"
        _write_float(model, tokenizer, plain)
        quantised = folder / "onnx" / "model_quantized.onnx"
        quantize_dynamic(str(plain), str(quantised), weight_type=QuantType.QInt8)


class _Logits(torch.nn.Module):
    """The model with plain tensors in and out, as the exporter wants it."""

    def __init__(self, model: "DistilBertForSequenceClassification") -> None:
        super().__init__()
        self._model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self._model(input_ids=input_ids, attention_mask=attention_mask).logits
        return logits


def _write_float(model: "DistilBertForSequenceClassification", tokenizer: "Tokenizer", path: Path) -> None:
    example = encode(["a good film", "this was a very bad movie and I hated it"], tokenizer)
    tokens = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        _Logits(model),
        example,
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes={"input_ids": tokens, "attention_mask": tokens, "logits": {0: "batch"}},
        opset_version=_OPSET,
        dynamo=False,
    )
