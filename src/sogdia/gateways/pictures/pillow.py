"""Check an uploaded picture by its content and keep it in the widths that pages ask for."""

from __future__ import annotations

import hashlib
import io
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from sogdia.domain import uploads
from sogdia.domain.ports import FileStore, PictureKept
from sogdia.domain.uploads import UploadRefused, Use
from sogdia.plumbing import wiring

WIDTHS: Final = (400, 800, 1200, 1600)
MOST_PIXELS: Final = 60_000_000
#: A phone's JPEG with a second picture inside calls itself MPO.
_KINDS: Final = {"JPEG", "MPO", "PNG", "WEBP"}
_ORIENTATION: Final = 0x0112


def _refuse(reason: str) -> UploadRefused:
    return UploadRefused(f"upload refused: {reason}", reason=reason)


class PillowPictures:
    """Makes WebP and AVIF variants with upright pixels and no metadata; refuses what is no honest picture."""

    def __init__(self, files: FileStore | None = None) -> None:
        self._files = files or wiring.files()

    def keep(self, content: bytes, *, folder: str) -> PictureKept:
        """
        Keep the picture in ``folder`` as ``<file>-<width>.webp`` and ``.avif``.

        :raises UploadRefused: with ``reason``: too-big, empty, heic, not-a-picture, too-many-pixels, damaged.
        """
        uploads.check(content, Use.PHOTO)
        source = _opened(content)
        is_turned = source.getexif().get(_ORIENTATION, 1) >= 5
        width, height = source.size[::-1] if is_turned else source.size
        upright = _upright(source)
        # The name comes from the bytes, so that the same upload twice is one picture.
        name = f"{folder}/{hashlib.sha256(content).hexdigest()[:32]}"
        widths = tuple(w for w in WIDTHS if w <= width) or (width,)
        for wanted in widths:
            self._make(upright, name, wanted, height=max(1, round(height * wanted / width)))
        return PictureKept(file=name, width=width, height=height, widths=widths)

    def _make(self, upright: Image.Image, name: str, width: int, *, height: int) -> None:
        kinds = {"webp": {"quality": 80, "method": 4}, "avif": {"quality": 60, "speed": 8}}
        missing = [kind for kind in kinds if not self._files.exists(f"{name}-{width}.{kind}")]
        if not missing:
            return
        small = upright.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        for kind in missing:
            out = io.BytesIO()
            small.save(out, format=kind.upper(), **kinds[kind])
            self._files.save(f"{name}-{width}.{kind}", out.getvalue())


def _opened(content: bytes) -> Image.Image:
    try:
        source = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refuse("too-many-pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _refuse("not-a-picture") from None
    if source.format not in _KINDS:
        raise _refuse("not-a-picture")
    # Only the header was read so far: a bomb is refused before it is unpacked.
    if source.width * source.height > MOST_PIXELS:
        raise _refuse("too-many-pixels")
    return source


def _upright(source: Image.Image) -> Image.Image:
    try:
        profile = source.info.get("icc_profile")
        # A large JPEG is read at half or a quarter of its size when that is still more than any page asks for.
        source.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        has_alpha = "A" in source.getbands() or "transparency" in source.info
        upright = ImageOps.exif_transpose(source)
        if profile:
            upright = _in_srgb(upright, profile)
        upright = upright.convert("RGBA" if has_alpha else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError):
        raise _refuse("damaged") from None
    upright.info.clear()
    return upright


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    if picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    try:
        changed = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    return changed or picture
