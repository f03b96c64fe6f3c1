"""Every file store keeps the same promises."""

from __future__ import annotations

import errno
import os

import pytest

from fakes.storage import MemoryStore
from sogdia.domain.ports import StorageFull
from sogdia.gateways.storage import DiskStore


@pytest.fixture(params=["disk", "memory"])
def store(request, tmp_path):
    return DiskStore(tmp_path) if request.param == "disk" else MemoryStore()


def test_what_was_kept_is_read_again(store):
    name = store.save("documents/2026/invoice.pdf", b"paper")

    assert name == "documents/2026/invoice.pdf"
    assert store.exists(name)
    assert store.read(name) == b"paper"


def test_a_name_is_never_written_twice(store):
    first = store.save("a/b.txt", b"first")
    second = store.save("a/b.txt", b"second")

    assert second != first
    assert second.endswith(".txt")
    assert (store.read(first), store.read(second)) == (b"first", b"second")


def test_the_same_content_under_the_same_name_is_one_file(store):
    assert store.save("a.txt", b"same") == store.save("a.txt", b"same") == "a.txt"


def test_a_deleted_file_is_gone_and_deleting_again_is_no_error(store):
    name = store.save("a.txt", b"words")

    store.delete(name)
    store.delete(name)

    assert not store.exists(name)
    with pytest.raises(FileNotFoundError):
        store.read(name)


@pytest.mark.parametrize(
    "name", ["../out", "/etc/passwd", "a/../b", "", "a//b", ".hidden", "a\\b", "a\nb", "x" * 200]
)
def test_a_name_cannot_leave_the_folder(store, name):
    with pytest.raises(ValueError, match="safe"):
        store.save(name, b"words")


def test_a_half_written_file_is_never_seen(tmp_path):
    DiskStore(tmp_path).save("a/b.txt", b"whole")

    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_a_full_disk_keeps_nothing_and_says_so(tmp_path, monkeypatch):
    def full(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    store = DiskStore(tmp_path)
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StorageFull):
        store.save("a/b.txt", b"words")

    assert list((tmp_path / "a").iterdir()) == []


def test_a_store_says_how_much_room_is_left(store):
    assert 0 < store.room().free <= store.room().total
