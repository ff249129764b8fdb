"""The film of the provider `demo`: words become scenes, scenes become vector pictures, ffmpeg draws them."""
