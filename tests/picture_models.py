"""Makes small real ONNX models for pictures, whose answers can be computed by hand, in folders like the hub's."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from app.inference.layouts import Kind
from app.inference.weights import Weights, resolve

COLOURS = ("red", "green", "blue")
END = "<|endoftext|>"
#: A face that `face_model` finds is this wide and high, pixels of its input.
FACE_SIDE = 64


def weights(kind: Kind, folder: Path) -> Weights:
    """The model in a folder."""
    found = resolve(kind, str(folder), folder)
    assert found.path == folder, found.why_absent
    return found


def label_model(folder: Path) -> Path:
    """Two halves as of CLIP: a picture is its mean colour, a text the colours that it names."""
    folder.mkdir(parents=True)
    mean = helper.make_node("ReduceMean", ["pixel_values"], ["image_embeds"], axes=[2, 3], keepdims=0)
    _save(folder / "vision_model.onnx", [mean], {"pixel_values": ("float", [None, 3, 8, 8])}, ["image_embeds"])
    vocabulary = {word: number for number, word in enumerate([END, "a", "photo", "of", *COLOURS])}
    table = np.full((len(vocabulary), 3), 1e-3, np.float32)
    for number, colour in enumerate(COLOURS):
        table[vocabulary[colour], number] = 1.0
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
        helper.make_node("ReduceMax", ["rows"], ["text_embeds"], axes=[1], keepdims=0),
    ]
    _save(folder / "text_model.onnx", nodes, {"input_ids": ("int64", [None, None])}, ["text_embeds"], table=table)
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=END))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single=f"$A {END}", special_tokens=[(END, 0)])
    tokenizer.save(str(folder / "tokenizer.json"))
    size = {"size": {"shortest_edge": 8}, "crop_size": {"height": 8, "width": 8}}
    config = size | {"image_mean": [0.0, 0.0, 0.0], "image_std": [1.0, 1.0, 1.0]}
    (folder / "preprocessor_config.json").write_text(json.dumps(config))
    return folder


def face_model(folder: Path) -> Path:
    """The inputs and outputs of YuNet: a bright cell of 8 pixels is the middle of a face, 64 pixels wide."""
    folder.mkdir(parents=True)
    nodes = [
        helper.make_node("Mul", ["input", "scale"], ["light"]),
        helper.make_node("ReduceMean", ["light"], ["grey"], axes=[1], keepdims=1),
    ]
    values: dict[str, Any] = {"scale": np.array(1 / 255, np.float32), "zero": np.array(0, np.float32)}
    outputs = []
    for stride in (8, 16, 32):
        cells = (640 // stride) ** 2
        values[f"shape_{stride}"] = np.array([1, cells, 1])
        values[f"box_{stride}"] = np.tile(
            np.array([0.5, 0.5, *[np.log(FACE_SIDE / stride)] * 2], np.float32), (1, cells, 1)
        )
        sizes = {"kernel_shape": [stride, stride], "strides": [stride, stride]}
        nodes += [
            helper.make_node("AveragePool", ["grey"], [f"pooled_{stride}"], **sizes),
            helper.make_node("Reshape", [f"pooled_{stride}", f"shape_{stride}"], [f"flat_{stride}"]),
            helper.make_node("Identity" if stride == 8 else "Mul", [f"flat_{stride}", "zero"][: 1 + (stride != 8)],
                             [f"cls_{stride}"]),
            helper.make_node("Identity", [f"cls_{stride}"], [f"obj_{stride}"]),
            helper.make_node("Identity", [f"box_{stride}"], [f"bbox_{stride}"]),
        ]  # fmt: skip
        outputs += [f"cls_{stride}", f"obj_{stride}", f"bbox_{stride}"]
    _save(folder / "model.onnx", nodes, {"input": ("float", [1, 3, 640, 640])}, outputs, **values)
    return folder


def _save(path: Path, nodes: list[Any], inputs: dict[str, Any], outputs: list[str], **values: Any) -> None:
    kinds = {"float": TensorProto.FLOAT, "int64": TensorProto.INT64}
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info(name, kinds[kind], shape) for name, (kind, shape) in inputs.items()],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * (2 if "embeds" in name else 3))
            for name in outputs
        ],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in values.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.checker.check_model(model)
    onnx.save(model, path)
