"""How a file comes in: dropped while it arrives if it is too large, then checked by content before any deed sees it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from sogdia.domain import uploads
from sogdia.domain.refusals import Refusal
from sogdia.domain.uploads import UploadRefused, Use
from sogdia.plumbing import wiring
from sogdia.web import refusals, safety_log

#: What no camera and no laboratory sends by mistake.
_LOOKS_LIKE_HARM = frozenset({"malware", "pdf-acts", "pdf-carries-files"})

#: Said by js/progress.js when it sends a form's files, and where the answer leads then.
SENDS: Final = "Sogdia-Sends"
GOES_TO: Final = "Sogdia-Goes-To"


class SentFilesMiddleware:
    """Names where a form with files leads, to the script that shows how much has left: it goes there as a page does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn a redirect into its address: a script that followed it would swallow the page's messages."""
        response = self.get_response(request)
        if request.headers.get(SENDS) == "files" and "Location" in response:
            response[GOES_TO] = response["Location"]
            del response["Location"]
            response.status_code = 204
        return response


class DroppedUpload(UploadedFile):  # type: ignore[type-arg]
    """A file that was too large to keep: its size is known, its content is gone."""


class BoundedUploadHandler(FileUploadHandler):
    """Stands before Django's handlers and stops a file that grows past every limit; the rest of the form goes on."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a chunk on while the file may still be kept."""
        return raw_data if start + len(raw_data) <= uploads.MOST_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        """Say that the file was dropped, or leave it to the next handler."""
        if file_size <= uploads.MOST_BYTES:
            return None
        for handler in self.request.upload_handlers if self.request else ():
            if begun := getattr(handler, "file", None):
                begun.close()
        return DroppedUpload(io.BytesIO(), self.file_name, self.content_type, file_size)


class UploadField(forms.FileField):
    """
    The one field through which files come in; every form with a file uses it.

    Checks size, kind by content, what a PDF does, and asks the scanner that the settings name. Gives the file, at its
    beginning; ``most_files`` above one gives a list.
    """

    def __init__(self, *, use: Use, most_files: int = 1, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        super().__init__(allow_empty_file=True, **kwargs)
        self.use, self.most_files = use, most_files

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Give the checked file, or the list of them."""
        if self.most_files == 1:
            return self._one(data, initial)
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > self.most_files:
            raise ValidationError(
                _("At most %(most)s files at once."), code="files", params={"most": self.most_files}
            )
        if not given:
            super().clean(None, initial)
        return [self._one(each, initial) for each in given]

    def _one(self, data: Any, initial: Any) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return file
        try:
            uploads.check_size(file.size or 0, self.use)
            content = file.read()
            uploads.check(content, self.use)
            found = wiring.scanner().scan(content)
            if found:
                raise UploadRefused(f"malware: {found}", reason="malware", name=found)
        except Refusal as refusal:
            reason = refusal.params.get("reason")
            if reason in _LOOKS_LIKE_HARM:
                safety_log.say("upload-refused", reason=reason, use=str(self.use), size=file.size or 0)
            raise ValidationError(refusals.sentence(refusal), code=refusal.code) from None
        file.seek(0)
        return file
