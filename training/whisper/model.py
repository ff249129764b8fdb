"""The network: Whisper's architecture, small, run on short windows as if each were padded to thirty seconds.

faster-whisper always encodes 3000 frames: the audio of a chunk and zeros behind it. Encoding the zeros in training
would cost five times the audio itself. They all give the same vector but for its position, so a few random positions
stand for all of them, and attention counts each as many times as it stands for (a bias of log n on its score). The
result is, in expectation, what the served model sees, at the price of the audio alone.

The parameters are those of transformers' WhisperForConditionalGeneration, so export is a plain save; its own forward
insists on 3000 frames and is not used. A linear CTC head over phonemes helps the encoder to learn and aligns words.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import WhisperConfig, WhisperForConditionalGeneration

from training.whisper.tokenizer import SpecialTokens

POSITIONS = 1500  #: of the encoder in 30 s, 20 ms each
PAD_SAMPLES = 32  #: random positions that stand for the zeros behind the audio
#: RMS of the encoder's sinusoids. Strong ones drown the features of a fresh network and leave CTC on its plateau (3.3
#: after 200 steps); timestamps need strong ones later. So they grow in the first phase of a run from nothing.
FIRST_POSITION_RMS, POSITION_RMS = 0.18, 1.33
#: Decoder layer and heads that are trained to look at the word being written (and exported as alignment heads).
ALIGNMENT_LAYER, ALIGNMENT_HEADS = 1, 2


def whisper_config(tokens: SpecialTokens) -> WhisperConfig:
    """4.0 million parameters: width 192, 3 heads, 4 encoder and 2 decoder layers."""
    return WhisperConfig(
        vocab_size=tokens.vocabulary_size,
        num_mel_bins=80,
        d_model=192,
        encoder_layers=4,
        decoder_layers=2,
        encoder_attention_heads=3,
        decoder_attention_heads=3,
        encoder_ffn_dim=768,
        decoder_ffn_dim=768,
        max_source_positions=POSITIONS,
        max_target_positions=448,
        pad_token_id=tokens.end_of_text,
        bos_token_id=tokens.end_of_text,
        eos_token_id=tokens.end_of_text,
        decoder_start_token_id=tokens.start_of_transcript,
        suppress_tokens=[],
        begin_suppress_tokens=[],
    )


class TinyWhisper(nn.Module):
    """Encoder, decoder and CTC head over the modules of transformers' Whisper."""

    def __init__(self, tokens: SpecialTokens, phone_count: int) -> None:
        super().__init__()
        config = whisper_config(tokens)
        self.hf = WhisperForConditionalGeneration(config)
        self.ctc = nn.Linear(config.d_model, phone_count + 1)
        self.head_count = config.encoder_attention_heads
        sinusoids = self.hf.model.encoder.embed_positions.weight.detach()
        self._sinusoids = (sinusoids / sinusoids.pow(2).mean().sqrt()).clone()
        self._initialise(tokens)

    @torch.no_grad()
    def _initialise(self, tokens: SpecialTokens) -> None:
        """Scales that leave the CTC plateau at once: loud features, moderate linear layers, strong positions."""
        encoder, decoder = self.hf.model.encoder, self.hf.model.decoder
        for name, weight in self.named_parameters():
            if weight.ndim == 2 and ("fc" in name or "proj" in name) and "proj_out" not in name:
                weight.normal_(0, 0.7 / math.sqrt(weight.shape[1]))
        encoder.conv1.weight.normal_(0, 2 / math.sqrt(3 * 80))
        encoder.conv2.weight.normal_(0, 2 / math.sqrt(3 * encoder.conv2.weight.shape[1]))
        encoder.embed_positions.weight.requires_grad_(False)
        self.set_position_rms(POSITION_RMS)
        decoder.embed_positions.weight.mul_(0.5)
        embedding = decoder.embed_tokens.weight
        text_rms = embedding[: tokens.end_of_text].pow(2).mean().sqrt()
        first = tokens.first_timestamp
        embedding[first : first + POSITIONS] = self._sinusoids * text_rms
        embedding[first + POSITIONS] = embedding[first + POSITIONS - 1]

    @torch.no_grad()
    def set_position_rms(self, rms: float) -> None:
        """Scale the encoder's sinusoids."""
        weight = self.hf.model.encoder.embed_positions.weight
        weight.copy_(self._sinusoids.to(weight.device) * rms)

    def encode(self, mels: Tensor) -> tuple[Tensor, Tensor]:
        """Hidden states and attention biases for (batch, frames, 80) normalised mels with zeros behind the audio.

        Returns ((batch, frames / 2 + PAD_SAMPLES, width), (positions,)); the last PAD_SAMPLES states stand for the
        rest of the thirty seconds.
        """
        encoder = self.hf.model.encoder
        count = mels.shape[1] // 2
        features = functional.pad(mels, (0, 0, 1, 1))
        features = self._convolve(features, encoder.conv1, stride=1)
        features = self._convolve(functional.pad(features, (0, 0, 1, 0)), encoder.conv2, stride=2)
        bias = torch.zeros(count + PAD_SAMPLES, dtype=mels.dtype, device=mels.device)
        picked = torch.randint(count, POSITIONS, (PAD_SAMPLES,), device=mels.device)
        bias[count:] = math.log((POSITIONS - count) / PAD_SAMPLES)
        positions = encoder.embed_positions.weight
        padding = (self._silence() + positions[picked]).expand(len(mels), -1, -1)
        hidden = torch.cat([features + positions[:count], padding], dim=1)
        for layer in encoder.layers:
            hidden = hidden + self._self_attention(layer, hidden, bias=bias)
            hidden = hidden + layer.fc2(functional.gelu(layer.fc1(layer.final_layer_norm(hidden))))
        return encoder.layer_norm(hidden), bias

    def decode(self, tokens: Tensor, encoded: Tensor, bias: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Logits (batch, tokens, vocabulary) and per layer the cross attention (batch, heads, tokens, positions)."""
        decoder = self.hf.model.decoder
        hidden = decoder.embed_tokens(tokens) + decoder.embed_positions.weight[: tokens.shape[1]]
        attention = []
        for layer in decoder.layers:
            hidden = hidden + self._self_attention(layer, hidden, causal=True)
            cross = layer.encoder_attn
            query = self._split(cross.q_proj(layer.encoder_attn_layer_norm(hidden)))
            key, value = self._split(cross.k_proj(encoded)), self._split(cross.v_proj(encoded))
            scores = (query @ key.transpose(2, 3)).float() / math.sqrt(query.shape[-1]) + bias.float()
            weights = scores.softmax(-1)
            attention.append(weights)
            hidden = hidden + cross.out_proj((weights.to(value.dtype) @ value).transpose(1, 2).flatten(2))
            hidden = hidden + layer.fc2(functional.gelu(layer.fc1(layer.final_layer_norm(hidden))))
        return functional.linear(decoder.layer_norm(hidden), decoder.embed_tokens.weight), attention

    def phone_logits(self, encoded: Tensor) -> Tensor:
        """CTC scores over the audio's positions, blank first."""
        return self.ctc(encoded[:, :-PAD_SAMPLES])

    def _self_attention(
        self, layer: nn.Module, hidden: Tensor, *, bias: Tensor | float = 0.0, causal: bool = False
    ) -> Tensor:
        attention = layer.self_attn
        normed = layer.self_attn_layer_norm(hidden)
        query, key, value = (
            self._split(project(normed)) for project in (attention.q_proj, attention.k_proj, attention.v_proj)
        )
        if causal:
            mixed = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        else:  # plain products are faster than the fused kernel in bfloat16 on a CPU
            scores = (query / math.sqrt(query.shape[-1])) @ key.transpose(2, 3) + bias
            mixed = scores.softmax(-1) @ value
        return attention.out_proj(mixed.transpose(1, 2).flatten(2))

    def _split(self, hidden: Tensor) -> Tensor:
        return hidden.view(*hidden.shape[:2], self.head_count, -1).transpose(1, 2)

    def _silence(self) -> Tensor:
        """The convolutions' output where all input is zero."""
        conv1, conv2 = self.hf.model.encoder.conv1, self.hf.model.encoder.conv2
        return functional.gelu(conv2.weight.sum(-1) @ functional.gelu(conv1.bias) + conv2.bias)

    @staticmethod
    def _convolve(features: Tensor, conv: nn.Conv1d, *, stride: int) -> Tensor:
        """GELU of a width-3 convolution without padding, as a matrix product: much faster in bfloat16 on a CPU."""
        windows = features.unfold(1, 3, stride).flatten(2)
        return functional.gelu(functional.linear(windows, conv.weight.flatten(1), conv.bias))
