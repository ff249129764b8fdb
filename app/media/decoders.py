"""Lists the decoders that may run, each group with its reason; ffmpeg and PyAV refuse all others.

A decoder parses untrusted bytes, and a build brings more than five hundred, most of them for games or for formats of
one program or machine, and hardly ever reviewed. Listed are those that users' files need, by the names under which the
two builds choose them. Hardware decoders are not among them: they pass hostile bytes to a driver.
"""

from typing import Final

_GROUPS: Final[tuple[tuple[str, str], ...]] = (
    ("the web, phones and cameras of today", "h264 hevc av1 libdav1d vp8 vp9 aac mp3float mp3 opus vorbis flac alac"),
    ("discs, television and camcorders", "mpeg1video mpeg2video mpeg4 mp2float mp2 mp1float mp1 dvvideo dvaudio"),
    ("sound of discs and television", "ac3 eac3 dca truehd mlp aac_latm pcm_dvd pcm_bluray s302m"),
    ("phones before smartphones, voice messages and dictation", "h263 h263p amrnb amrwb qcelp evrc gsm gsm_ms speex"),
    ("telephony and dictation", "ilbc g722 g723_1 g726 g726le g729 dss_sp truespeech"),
    ("films and recordings by Windows", "wmv1 wmv2 wmv3 vc1 msmpeg4v1 msmpeg4v2 msmpeg4 mss2"),
    ("sound by Windows", "wmav1 wmav2 wmapro wmalossless wmavoice adpcm_ms adpcm_ima_wav"),
    ("films of the Flash years", "flv vp6 vp6a vp6f flashsv nellymoser adpcm_swf"),
    ("films of the QuickTime and AVI years", "mjpeg svq1 svq3 cinepak rpza qtrle adpcm_ima_qt qdm2 adpcm_yamaha"),
    ("free films before WebM", "theora vp3"),
    ("editing and archives", "prores dnxhd cfhd ffv1 huffyuv ffvhuff utvideo jpeg2000 png rawvideo v210"),
    ("sound without loss", "ape tta wavpack"),
    ("plain samples, which need hardly any decoding", "pcm_alaw pcm_mulaw pcm_u8 pcm_s8 pcm_s8_planar"),
    ("plain samples of 16 bits", "pcm_s16le pcm_s16be pcm_s16le_planar pcm_s16be_planar pcm_u16le pcm_u16be"),
    (
        "plain samples of 24 and more bits",
        "pcm_s24le pcm_s24be pcm_s24le_planar pcm_u24le pcm_u24be pcm_s32le pcm_s32be",
    ),
    (
        "plain samples of editors",
        "pcm_s32le_planar pcm_u32le pcm_u32be pcm_f32le pcm_f32be pcm_f64le pcm_f64be pcm_s64le pcm_s64be",
    ),
)

#: The allowed decoders by name.
DECODERS: Final = frozenset(name for _, names in _GROUPS for name in names.split())
#: The value of `codec_whitelist` for ffmpeg and PyAV.
DECODER_LIST: Final = ",".join(sorted(DECODERS))
