"""Templates made ready once say what Django's own say."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Engine, TemplateSyntaxError
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from sogdia.plumbing.folded import FormRenderer, Loader

PARTS = {
    "part.html": "[{{ one }}{{ forloop.counter }}{{ forloop.parentloop.counter0 }}]",
    "frame.html": "{% load i18n %}<{% block a %}a{% translate 'Basket' %}{% endblock %}|{% block b %}b{% endblock %}>{{ word }}",
    "middle.html": "{% extends 'frame.html' %}{% block a %}middle {{ block.super }}{% endblock %}",
}
PAGES = {
    "names": "{{ word }} {{ raw }} {{ none }} {{ missing }} {{ missing.deeper }} {{ row.name }} {{ row.many.1 }} {{ row.gone }}",
    "kinds": "{{ table.key }} {{ table.items }} {{ many.0 }} {{ many.9 }} {{ row.call }} {{ lazy.name }} {{ 12345 }} {{ number }} {{ real }} {{ yes }}",
    "filters": "{{ word|upper|default:'x' }} {{ none|default:raw }} {{ missing|default:word }} {{ many|join:sign }} {{ raw|safe }} {{ word|add:'<' }}",
    "choices": "{% if row.name == 'Ann' and not none %}1{% elif word %}2{% else %}3{% endif %}{% if missing.x > 3 %}4{% else %}5{% endif %}{% if 'a' in many %}6{% endif %}",
    "loops": "{% for one in many %}{% for two in many %}{{ forloop.counter }}{{ forloop.revcounter0 }}{{ forloop.first }}{{ forloop.last }}{{ forloop.parentloop.counter }}{% endfor %}{{ one }}{% empty %}none{% endfor %}{% for one in missing %}{% empty %}empty{% endfor %}",
    "pairs": "{% for key, value in table.items %}{{ key }}={{ value }}{% endfor %}{% for one in many reversed %}{{ one }}{% endfor %}{% for one in many %}{% cycle 'x' 'y' %}{% ifchanged one %}!{% endifchanged %}{% endfor %}",
    "parts": "{% for one in many %}{% include 'part.html' %}{% include 'part.html' with one=word only %}{% endfor %}{% with a=word b=row.name %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "by name": "{% include which with one=1 %}",
    "framed": "{% extends 'middle.html' %}{% load i18n %}{% block b %}{{ word }}{% translate 'Address' %}{% endblock %}",
    "sentences": "{% load i18n %}<p>{% translate 'Basket' %}</p>{% translate 'Address' as said %}{{ said }}{% blocktranslate trimmed %}Basket{% endblocktranslate %}{% translate words %}{% blocktranslate with name=raw %}Sold by {{ name }}{% endblocktranslate %}{% blocktranslate count counter=number %}{{ counter }} pack{% plural %}{{ counter }} packs{% endblocktranslate %}",
    "other language": "{% load i18n %}{% translate 'Basket' %}{% language 'ru' %}{% translate 'Basket' %}{% endlanguage %}{% translate 'Basket' %}",
    "addresses": "{% url 'shop:home' %}{% url 'shop:product' word %}{% url 'shop:product' slug=word as there %}{{ there }}{% url 'no:page' 1 as nowhere %}{{ nowhere }}",
    "bare": "{% autoescape off %}{{ raw }}{% load i18n %}{% translate 'Basket' %}{% url 'shop:home' %}{% endautoescape %}{{ raw }}",
    "icons": "{% load sogdia static %}{% icon 'check' %}{% icon word %}{% static 'img/mark.svg' %}{# aside #}{% comment %}x{% endcomment %}",
}  # fmt: skip


@dataclass
class Row:
    name: str = "Ann"
    many: list[str] = field(default_factory=lambda: ["x", "<y>"])

    def call(self):
        return "called & said"


def context():
    return Context(
        {
            "word": "walnut", "raw": "<b>&'\"", "none": None, "row": Row(), "table": {"key": "<v>", "b": 2}, "many": ["a", "<b>"],
            "lazy": SimpleLazyObject(Row), "number": 1234, "real": 12.5, "yes": True, "sign": mark_safe("<br>"), "words": "Address",
            "which": "part.html",
        }
    )  # fmt: skip


def engine(loader):
    libraries = {
        "i18n": "django.templatetags.i18n",
        "static": "django.templatetags.static",
        "sogdia": "sogdia.web.templatetags.sogdia",
    }
    inner = [("django.template.loaders.locmem.Loader", {**PARTS, **PAGES})]
    return Engine(loaders=[(loader, inner)], libraries=libraries)


READY = engine(f"{Loader.__module__}.Loader")
DJANGOS = engine("django.template.loaders.cached.Loader")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_made_ready_says_what_djangos_says_every_time(page, language):
    with translation.override(language):
        theirs = DJANGOS.get_template(page).render(context())
        ours = [READY.get_template(page).render(context()) for _ in range(2)]

    assert ours == [theirs, theirs]


def test_each_language_has_its_own_text():
    said = {}
    for language in ("en", "fr", "en", "ru"):
        with translation.override(language):
            said[language] = READY.get_template("sentences").render(context())

    assert len(set(said.values())) == 3


def test_what_is_wrong_in_a_template_is_still_wrong():
    wrong = Engine(loaders=[(f"{Loader.__module__}.Loader", [("django.template.loaders.locmem.Loader", {
        "nowhere": "{% url 'no:page' %}", "nothing": "{% include 'gone.html' %}", "broken": "{% if %}",
    })])])  # fmt: skip

    with pytest.raises(NoReverseMatch):
        wrong.get_template("nowhere").render(context())
    with pytest.raises(Exception, match=r"gone\.html"):
        wrong.get_template("nothing").render(context())
    with pytest.raises(TemplateSyntaxError):
        wrong.get_template("broken")


class Fields(forms.Form):
    name = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"autofocus": True, "hidden": False}))
    email = forms.EmailField(required=False)
    count = forms.IntegerField(min_value=1)
    secret = forms.CharField(widget=forms.PasswordInput)
    key = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=[("a", "<A>"), ("b", "B")])
    note = forms.CharField(widget=forms.Textarea)


@pytest.mark.parametrize("given", [None, {"name": '<"x">', "count": "0", "secret": "s", "kind": "b"}])
def test_fields_are_written_as_django_writes_them(given):
    theirs = Fields(given, renderer=DjangoTemplates())
    ours = Fields(given, renderer=FormRenderer())

    for name in Fields.base_fields:
        assert str(ours[name]) == str(theirs[name])
