"""What was wrong, how many packs, and the photographs that show it; and the operator's decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sogdia.domain.claims import ClaimReason
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.uploads import Use
from sogdia.web.uploads import UploadField
from sogdia.web.words import orders as words

MOST_PHOTOS = 8
_WORTH = (10_000, 5_000, 3_000, 2_000, 1_000)


class _Photos(forms.ClearableFileInput):
    allow_multiple_selected = True


class ClaimForm(forms.Form):
    """A claim on one line of a delivered shipment."""

    line = forms.ChoiceField(label=_("Which goods"))
    reason = forms.ChoiceField(label=_("What is wrong"))
    packs = forms.IntegerField(
        label=_("How many packs"),
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    worth = forms.TypedChoiceField(
        label=_("Only where goods are worth less: how much less"),
        coerce=int,
        required=False,
        empty_value=2_000,  # type: ignore[arg-type]
    )
    text = forms.CharField(
        label=_("What do you see"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photos = UploadField(
        use=Use.PHOTO,
        most_files=MOST_PHOTOS,
        label=_("Photographs"),
        error_messages={"required": _("A claim shows what is wrong: add at least one photograph.")},
        widget=_Photos(attrs={"accept": "image/*", "multiple": True}),
        help_text=_("At least one that shows it. Only you, the seller and the house see them."),
    )

    def __init__(self, *args: Any, lines: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._set("line", [(str(pk), name) for pk, name in lines])
        self._set("reason", [(str(reason), words.reason_name(reason)) for reason in ClaimReason])
        self._set("worth", [(bp, f"{bp // 100}\u00a0%") for bp in _WORTH])

    def _set(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class DecisionForm(forms.Form):
    """What the operator decides on a claim, and why."""

    packs = forms.IntegerField(
        label=_("Packs"),
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    worth = forms.IntegerField(
        label=_("Worth less, in percent"),
        min_value=1,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    bearer = forms.ChoiceField(label=_("Who pays"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The buyer reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bearer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (str(one), words.bearer_name(one))
            for one in (Bearer.SELLER, Bearer.CARRIER, Bearer.INSURANCE, Bearer.HOUSE)
        ]
