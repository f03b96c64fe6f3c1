"""An upload is checked by what it is, turned upright, stripped, and made in widths."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from fakes.storage import MemoryStore
from sogdia.domain.ports import UploadRefused
from sogdia.gateways.pictures import PillowPictures
from sogdia.web.refusals import sentence


def picture(size=(900, 600), kind="JPEG", *, exif=None, mode="RGB") -> bytes:
    out = io.BytesIO()
    made = Image.linear_gradient("L").resize(size).convert(mode)
    if mode == "RGBA":
        made.putalpha(128)
    made.save(out, format=kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def sideways_with_position() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825)[1] = "N"
    return picture((900, 600), exif=exif)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_in_widths_that_are_not_larger_than_it(kind):
    store = MemoryStore()

    kept = PillowPictures(store).keep(picture(kind=kind), folder="products")

    assert (kept.width, kept.height, kept.widths) == (900, 600, (400, 800))
    assert sorted(store.files) == sorted(f"{kept.file}-{w}.{k}" for w in (400, 800) for k in ("webp", "avif"))
    small = Image.open(io.BytesIO(store.files[f"{kept.file}-400.avif"]))
    assert (small.format, small.size) == ("AVIF", (400, 267))


def test_a_small_picture_keeps_its_own_width():
    kept = PillowPictures(MemoryStore()).keep(picture((120, 80)), folder="products")

    assert kept.widths == (120,)


def test_a_picture_is_turned_upright_and_loses_what_the_camera_wrote():
    store = MemoryStore()

    kept = PillowPictures(store).keep(sideways_with_position(), folder="lots")

    assert (kept.width, kept.height) == (600, 900)
    for content in store.files.values():
        made = Image.open(io.BytesIO(content))
        assert made.size == (400, 600)
        assert not made.getexif()
        assert b"Maker" not in content


def test_clear_ground_stays_clear():
    store = MemoryStore()

    kept = PillowPictures(store).keep(picture(kind="PNG", mode="RGBA"), folder="products")

    assert Image.open(io.BytesIO(store.files[f"{kept.file}-400.webp"])).mode == "RGBA"


def test_the_same_upload_twice_is_one_picture():
    store = MemoryStore()
    pictures = PillowPictures(store)

    assert pictures.keep(picture(), folder="lots") == pictures.keep(picture(), folder="lots")
    assert len(store.files) == 4


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (8001, 8000)).save(out, format="PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-a-picture"),
        (b"", "empty"),
        (b"GIF89a" + bytes(40), "not-a-picture"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "heic"),
        (bytes(15 * 1024 * 1024 + 1), "too-big"),
        (bomb(), "too-many-pixels"),
        (picture()[:2000], "damaged"),
    ],
)
def test_what_is_no_honest_picture_is_refused_with_its_reason(content, reason):
    store = MemoryStore()

    with pytest.raises(UploadRefused) as refused:
        PillowPictures(store).keep(content, folder="products")

    assert refused.value.params["reason"] == reason
    assert "cannot be kept" in sentence(refused.value)
    assert not store.files
