"""Files that nobody should keep, at every form that takes one: a reason in words, what was typed stays, nothing is stored."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

import sogdia.web
from builders.cast import Cast, a_cast
from domain.test_uploads import pdf
from fakes.storage import MemoryStore
from gateways.test_scanning import TEST_FILE, a_daemon
from sogdia.domain.uploads import MIB
from sogdia.gateways.pictures import PillowPictures
from sogdia.gateways.scanning import ClamdScanner
from sogdia.plumbing import wiring

pytestmark = pytest.mark.django_db
TYPED = "Typed before the file was chosen"

#: By form: its address, who sends it, the state of the shipment, its other fields, the field that keeps words.
FORMS = {
    "a product's photograph": (
        "sell:photo_add", "owner", "", "photo",
        lambda c: {"slug": c.world.product.slug}, lambda c: {"alt": TYPED},
    ),
    "a lot's photograph": (
        "sell:lot_photo", "owner", "", "photo",
        lambda c: {"ref": c.world.lot.ref}, lambda c: {"alt": TYPED, "taken_on": "2026-10-01"},
    ),
    "a laboratory's report": (
        "sell:lot_test", "owner", "", "report",
        lambda c: {"ref": c.world.lot.ref},
        lambda c: {"laboratory": TYPED, "name_code": "moisture", "found": "1", "sampled_on": "2026-10-01"},
    ),
    "a licence": (
        "sell:licence", "owner", "", "paper",
        lambda c: {}, lambda c: {"licence_kind": "organic", "licence_number": TYPED},
    ),
    "a claim": (
        "orders:claim", "buyer", "delivered", "photos",
        lambda c: {"ref": c.order.ref, "shipment": c.shipment.ref},
        lambda c: {"line": c.line.pk, "reason": "damaged", "packs": "1", "text": TYPED},
    ),
    "a line received at the hub": (
        "hub:receive_line", "clerk", "handed-over", "photos",
        lambda c: {"ref": c.shipment.ref, "line_id": c.line.pk},
        lambda c: {"packs": "10", "net": "10", "gross": "10.5", "grade": "A", "note": TYPED},
    ),
    "a bank statement": ("operator:statement", "treasurer", "", "file", lambda c: {}, lambda c: {}),
}  # fmt: skip
PHOTOS = ("a product's photograph", "a lot's photograph", "a claim", "a line received at the hub")
PAPERS = ("a laboratory's report", "a licence")


@pytest.fixture(autouse=True)
def store(monkeypatch):
    """Keep files in memory."""
    made = MemoryStore()
    monkeypatch.setattr(wiring, "files", lambda: made)
    monkeypatch.setattr(wiring, "pictures", lambda: PillowPictures(made))
    return made


def send(client, form, content, *, name="a.jpg", content_type="image/jpeg", language="en"):
    """Send the file with the rest of its form; the reader reads ``language``."""
    url_name, person, state, field, kwargs, rest = FORMS[form]
    cast: Cast = a_cast(state=state)
    client.force_login(cast.users[person], backend="allauth.account.auth_backends.AuthenticationBackend")
    with translation.override(language):
        url = reverse(url_name, kwargs=kwargs(cast))
    file = SimpleUploadedFile(name, content, content_type=content_type)
    return client.post(url, {"key": "k", **rest(cast), field: file})


def picture(kind="JPEG", **extra) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, format=kind, **extra)
    return out.getvalue()


def broken_picture() -> bytes:
    whole = io.BytesIO()
    Image.effect_noise((200, 200), 50).save(whole, format="JPEG")
    return whole.getvalue()[:2_000]


BAD = [
    *((form, b"<svg onload='alert(1)'/>", "not a JPEG") for form in PHOTOS),
    *((form, b"MZ\x90\x00 program", "not a JPEG") for form in PHOTOS),
    *((form, broken_picture(), "damaged") for form in PHOTOS),
    *((form, b"\xff\xd8\xff" + bytes(50 * MIB), "larger than 15 MB") for form in PHOTOS[:2]),
    *((form, picture(), "not a PDF") for form in PAPERS),
    *((form, pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "runs, opens or sends") for form in PAPERS),
    *((form, b"%PDF-" + bytes(50 * MIB), "larger than 15 MB") for form in PAPERS[1:]),
    ("a bank statement", picture(), "neither CAMT.053 nor CSV"),
    ("a bank statement", b"a" * 6_000_000, "larger than 5 MB"),
    ("a bank statement", b"id,date,amount,currency,text\nT1,2026-02-31,1.00,EUR,x\n", "is no date"),
    ("a bank statement", b"id,date,amount,currency,text\nT1,2026-02-01,1.00,ZZZ,x\n", "is no currency"),
    ("a bank statement", "id,date\n".encode("utf-16"), "UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "content", "words"), BAD, ids=lambda given: str(given)[:24])
def test_a_bad_file_is_refused_in_words_and_nothing_is_stored(client, store, form, content, words):
    answer = send(client, form, content)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert TYPED in page or form == "a bank statement"
    assert store.files == {}


def test_the_reason_is_said_in_the_readers_language(client):
    answer = send(client, "a licence", picture(), language="fr")

    assert '<html lang="fr"' in answer.content.decode()
    assert answer.status_code == 422


def test_a_file_that_lies_about_its_name_is_known_by_its_bytes(client, store):
    wrong = send(client, "a licence", picture(), name="licence.pdf", content_type="application/pdf")

    assert wrong.status_code == 422
    assert store.files == {}


@pytest.mark.parametrize("form", PHOTOS)
def test_a_photograph_keeps_neither_place_nor_owner_nor_what_hides_behind_it(client, store, form):
    exif = Image.Exif()
    exif[0x010E] = "secret words"
    exif.get_ifd(0x8825)[2] = (43.0, 47.0, 30.0)
    hidden = picture(exif=exif.tobytes()) + b"<script>alert('hidden')</script>"

    answer = send(client, form, hidden)

    assert answer.status_code == 302
    assert store.files
    for content in store.files.values():
        assert not any(word in content for word in (b"secret", b"hidden", b"Exif"))


def test_a_scanner_that_finds_something_is_believed(client, store, monkeypatch, tmp_path):
    with a_daemon(tmp_path) as (address, _daemon):
        monkeypatch.setattr(wiring, "scanner", lambda: ClamdScanner(address))
        answer = send(client, "a licence", pdf(b"/Pages 3 0 R", end=TEST_FILE + b"\n%%EOF\n"))

    assert "Eicar-Test-Signature" in answer.content.decode()
    assert store.files == {}


def test_without_the_scanner_that_the_settings_name_nothing_is_kept(client, store, monkeypatch, tmp_path):
    monkeypatch.setattr(wiring, "scanner", lambda: ClamdScanner(f"unix:{tmp_path}/gone.ctl"))

    answer = send(client, "a licence", pdf(b"/Pages 3 0 R"))

    assert "could not be checked for viruses" in answer.content.decode()
    assert store.files == {}


def test_too_many_photographs_at_once_are_refused(client, store):
    cast = a_cast(state="delivered")
    client.force_login(cast.users["buyer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    photos = [SimpleUploadedFile(f"{n}.jpg", picture()) for n in range(9)]
    rest = {"key": "k", "line": cast.line.pk, "reason": "damaged", "packs": "1", "text": TYPED}

    answer = client.post(
        reverse("orders:claim", args=[cast.order.ref, cast.shipment.ref]), {**rest, "photos": photos}
    )

    assert "At most 8 files" in answer.content.decode()
    assert store.files == {}


def test_files_come_in_through_one_field_only():
    forms = Path(sogdia.web.__path__[0])
    found = [
        str(file.relative_to(forms))
        for file in forms.rglob("*.py")
        if re.search(r"forms\.(File|Image)Field|FILES\[|FILES\.get", file.read_text("utf-8"))
    ]

    assert found == ["uploads.py"]
