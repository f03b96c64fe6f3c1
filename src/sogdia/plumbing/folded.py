"""
Templates made ready once: what does not vary is written when a template is first shown, not every time.

Django reads a template into nodes and walks through all of them for every page. This loader goes through the nodes once:
texts, sentences without values, addresses and icons that stand side by side become one text for each language; names are
looked up without trying first what cannot be; frames, parts and addresses are found once. What a template says, and what
happens when it is wrong, stays Django's: wherever something is out of the ordinary, Django's own way is taken.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Template
from django.template.backends.django import DjangoTemplates as Backend
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    TextNode,
    Variable,
    VariableNode,
)
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode, URLNode, WithNode
from django.template.library import SimpleNode
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.functional import cached_property
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from sogdia.plumbing import folded_nodes

F = TypeVar("F", bound=Callable[..., Any])
#: What stands under ``loaders`` in the options of an engine.
LOADER: Final = f"{__name__}.Loader"
_LOADERS: Final = (
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
)
#: Templates of fields that are an ``<input>`` and nothing else.
_LINES: Final = frozenset(
    f"django/forms/widgets/{kind}.html" for kind in ("text", "email", "number", "password", "tel", "url", "hidden", "search")
)  # fmt: skip
_lock = threading.RLock()


def says_the_same(tag: F) -> F:
    """Mark a tag whose answer rests on its arguments and the language alone; stands below ``simple_tag``."""
    tag.says_the_same = True  # type: ignore[attr-defined]
    return tag


class Loader(cached.Loader):
    """Reads templates as Django does, keeps them, and makes each ready once."""

    def __init__(self, engine: Any, loaders: Any = _LOADERS) -> None:
        super().__init__(engine, loaders)

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """Give a template that is ready."""
        template = super().get_template(template_name, skip)
        if not self.engine.debug and not hasattr(template, "is_ready"):
            with _lock:
                if not hasattr(template, "is_ready"):
                    template.nodelist = _ready(template.nodelist)
                    template.is_ready = True  # type: ignore[attr-defined]
        return template


class FormRenderer(DjangoTemplates):
    """Shows fields of forms by Django's own templates, made ready."""

    @cached_property
    def engine(self) -> Backend:
        """Give the engine of these templates."""
        folders = [Path(forms.__file__).parent / "templates"]
        return Backend(
            {"APP_DIRS": False, "DIRS": folders, "NAME": "forms", "OPTIONS": {"loaders": [LOADER]}}
        )

    def render(self, template_name: str, context: Any, request: Any = None) -> SafeString:
        """Write a field; one line to type into is written at once, as its template would."""
        if template_name not in _LINES:
            return SafeString(super().render(template_name, context, request))
        widget = context["widget"]
        value = {} if widget["value"] is None else {"value": widget["value"]}
        written = {"type": widget["type"], "name": widget["name"], **value}
        marks = [
            f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
            for name, value in (*written.items(), *widget["attrs"].items())
            if value is not False
        ]
        return SafeString(f"<input{''.join(marks)}>")


def _ready(thing: Any) -> Any:
    """Give what stands for ``thing`` from now on: lists, nodes and expressions are changed in place where they can be."""
    if isinstance(thing, NodeList):
        thing[:] = _joined([_ready(node) for node in thing])
        if type(thing) is NodeList:
            thing.__class__ = folded_nodes.Nodes
    elif isinstance(thing, Node | TokenBase):
        for name, value in list(vars(thing).items()):
            # What is translated at showing stays a name that can be told so.
            is_apart = isinstance(thing, TranslateNode) and name == "filter_expression"
            if name not in {"token", "origin", "parent"} and not is_apart:
                setattr(thing, name, _ready(value))
        thing.__class__ = _KINDS.get(type(thing), type(thing))
    elif type(thing) is FilterExpression:
        thing.var = _ready(thing.var)
        thing.filters = [
            (func, [(is_name, _ready(arg)) for is_name, arg in args]) for func, args in thing.filters
        ]
        return folded_nodes.Expression(thing)
    elif type(thing) is Variable and thing.lookups is not None and not thing.translate:
        thing.__class__ = folded_nodes.Name
    elif type(thing) is list:
        thing[:] = [_ready(one) for one in thing]
    elif type(thing) is tuple:
        return tuple(_ready(one) for one in thing)
    elif type(thing) is dict:
        for name, value in thing.items():
            thing[name] = _ready(value)
    return thing


def _joined(nodes: list[Node]) -> list[Node]:
    """Give the nodes with neighbours that never vary as one; a template with a frame is its blocks only."""
    if any(isinstance(node, ExtendsNode) for node in nodes):
        return nodes
    found: list[Node] = []
    for node in nodes:
        if not _is_constant(node):
            found.append(node)
        elif found and isinstance(found[-1], folded_nodes.Said):
            found[-1].parts.append(node)
        else:
            found.append(folded_nodes.Said(node))
    return found


def _is_literal(given: Any) -> bool:
    if not isinstance(given, FilterExpression) or given.filters:
        return False
    return not given.is_var or (isinstance(given.var, Variable) and given.var.lookups is None)


def _is_constant(node: Node) -> bool:
    """Tell a node that says the same to everybody who reads the same language, and leaves nothing behind."""
    if isinstance(node, TextNode | CommentNode | LoadNode):
        return True
    if isinstance(node, TranslateNode):
        return not node.asvar and node.message_context is None and _is_literal(node.filter_expression)
    if isinstance(node, BlockTranslateNode):
        has_values = any("VAR" in token.token_type.name for token in node.singular)
        return not (has_values or node.asvar or node.plural or node.extra_context or node.message_context)
    if isinstance(node, StaticNode):
        return node.varname is None and _is_literal(node.path)
    if isinstance(node, URLNode):
        return not (node.asvar or node.args or node.kwargs) and _is_literal(node.view_name)
    if type(node) is SimpleNode:
        is_plain = node.target_var is None and not node.takes_context
        given = (*node.args, *node.kwargs.values())
        return is_plain and hasattr(node.func, "says_the_same") and all(map(_is_literal, given))
    return False


_KINDS: Final[dict[type, type]] = {
    VariableNode: folded_nodes.Value,
    ForNode: folded_nodes.For,
    IfNode: folded_nodes.If,
    WithNode: folded_nodes.With,
    IncludeNode: folded_nodes.Include,
    ExtendsNode: folded_nodes.Extends,
    BlockTranslateNode: folded_nodes.Sentence,
    LanguageNode: folded_nodes.Language,
    URLNode: folded_nodes.Url,
}
