"""faster-whisper alone, warm: transcribes each file that is named on its standard input, and answers with the words.

`python -m benchmarks.peers.whisper FOLDER THREADS`, decodes as the model's folder prefers, like the product.
"""

import json
import sys
from pathlib import Path
from typing import Any

from faster_whisper import BatchedInferencePipeline, WhisperModel

BATCH_SIZE = 2  #: the product's on a CPU


def main() -> None:
    folder, threads = Path(sys.argv[1]), int(sys.argv[2])
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)
    wanted: dict[str, Any] = json.loads((folder / "decoding.json").read_text(encoding="utf-8"))
    batched, chunk_length, vad = wanted.pop("mode") == "batched", wanted.pop("chunk_length_s"), wanted.pop("vad")
    print("ready", flush=True)
    for line in sys.stdin:
        options = {**wanted, "chunk_length": chunk_length, "vad_parameters": dict(vad)}
        options |= {"language": "en", "vad_filter": True, "word_timestamps": True}
        if batched:
            segments, _ = BatchedInferencePipeline(model).transcribe(line.strip(), batch_size=BATCH_SIZE, **options)
        else:
            segments, _ = model.transcribe(line.strip(), **options)
        print(sum(len(segment.words) for segment in segments), flush=True)


if __name__ == "__main__":
    main()
