"""The nodes of templates that are made ready once (``sogdia.plumbing.folded``): each does what Django's does, with less asking."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any, Final

from django.forms.boundfield import BoundField
from django.template import Template
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Variable,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import ForNode, IfNode, URLNode, WithNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, LanguageNode
from django.urls import NoReverseMatch
from django.utils.formats import localize
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from django.utils.translation import get_language

from sogdia.plumbing.addresses import address


def _language(context: Any) -> str | None:
    """Give the reader's language; a context is asked for it some hundred times a page."""
    try:
        return context.said_in  # type: ignore[no-any-return]
    except AttributeError:
        context.said_in = found = get_language()
        return found


class Nodes(NodeList):
    """Nodes that are shown one after the other."""

    def render(self, context: Any) -> SafeString:
        return SafeString("".join([node.render(context) for node in self]))


class Said(Node):
    """Parts that never vary, as one text for each language."""

    child_nodelists = ()

    def __init__(self, first: Node) -> None:
        self.parts = [first]
        self._texts: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Any) -> str:
        key = (_language(context), context.autoescape)
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = "".join([part.render(context) for part in self.parts])
        return found

    def render_annotated(self, context: Any) -> str:
        return self.render(context)


class Language(LanguageNode):
    def render(self, context: Any) -> str:
        before = _language(context)
        del context.said_in
        try:
            return super().render(context)
        finally:
            context.said_in = before


_items: dict[type, bool] = {}
_NOT_SO: Final = object()


def _has_no_items(kind: type) -> bool:
    found = _items.get(kind)
    if found is None:
        found = _items[kind] = not hasattr(kind, "__getitem__")
    return found


def _look_up(context: Any, first: str, bits: tuple[str, ...]) -> Any:
    """Give what a name stands for, or ``_NOT_SO`` where Django has to be asked: nothing there, or something to call."""
    for names in reversed(context.dicts):
        if first in names:
            found = names[first]
            break
    else:
        return _NOT_SO
    for bit in bits:
        if callable(found):
            return _NOT_SO
        kind = type(found)
        try:
            if _has_no_items(kind):
                found = getattr(found, bit)
            elif kind is dict:
                found = found[bit]
            elif bit.isdigit():
                found = found[int(bit)]
            elif kind is BoundField:
                found = getattr(found, bit)
            else:
                return _NOT_SO
        except (AttributeError, TypeError, LookupError):
            return _NOT_SO
    return _NOT_SO if callable(found) else found


def _parts(name: Variable) -> tuple[str, tuple[str, ...]]:
    assert name.lookups is not None
    return name.lookups[0], name.lookups[1:]


class Name(Variable):
    """A name and what is asked of it, looked up where it can be."""

    __slots__ = ()

    def resolve(self, context: Any) -> Any:
        found = _look_up(context, *_parts(self))
        return super().resolve(context) if found is _NOT_SO else found


class Expression(FilterExpression):
    """A value and its filters, what each filter asks for looked up once."""

    __slots__ = ("bits", "first", "steps")

    def __init__(self, given: FilterExpression) -> None:
        self.token, self.is_var, self.var, self.filters = given.token, given.is_var, given.var, given.filters
        is_name = given.is_var and type(given.var) is Name
        self.first: str = given.var.lookups[0] if is_name else ""
        self.bits: tuple[str, ...] = given.var.lookups[1:] if is_name else ()
        self.steps = tuple(
            (
                func,
                tuple((is_name, arg if is_name else mark_safe(arg)) for is_name, arg in args),
                getattr(func, "expects_localtime", False),
                getattr(func, "needs_autoescape", False),
                getattr(func, "is_safe", False),
            )
            for func, args in given.filters
        )

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        if self.first:
            value = _look_up(context, self.first, self.bits)
            if value is _NOT_SO:
                return super().resolve(context, ignore_failures)
        elif self.is_var:
            return super().resolve(context, ignore_failures)
        else:
            value = self.var
        for func, args, is_local, escapes, is_safe in self.steps:
            given = [arg.resolve(context) if is_name else arg for is_name, arg in args]
            if is_local:
                value = template_localtime(value, context.use_tz)
            found = func(value, *given, autoescape=context.autoescape) if escapes else func(value, *given)
            value = mark_safe(found) if is_safe and isinstance(value, SafeData) else found  # noqa: S308  as Django does
        return value


class Value(VariableNode):
    def render(self, context: Any) -> str:
        value = self.filter_expression.resolve(context)
        kind = type(value)
        if kind is SafeString:
            return value  # type: ignore[no-any-return]
        if kind is str:
            return escape(value) if context.autoescape else value
        if kind is int and _writes_bare_numbers():
            return str(value)
        return render_value_in_context(value, context)


@cache
def _writes_bare_numbers() -> bool:
    """Whether whole numbers stand as they are, without signs between thousands."""
    return localize(1234567) == "1234567"


class For(ForNode):
    sequence: Any
    nodelist_loop: Any
    nodelist_empty: Any

    def render(self, context: Any) -> str:
        if len(self.loopvars) > 1 or self.is_reversed:
            return super().render(context)
        values = self.sequence.resolve(context, ignore_failures=True)
        if values is None:
            values = ()
        elif not hasattr(values, "__len__"):
            values = list(values)
        if not len(values):
            return self.nodelist_empty.render(context)  # type: ignore[no-any-return]
        name, last = self.loopvars[0], len(values) - 1
        loop = {"parentloop": context.get("forloop", {})}
        names: dict[str, Any] = {"forloop": loop}
        found: list[str] = []
        context.dicts.append(names)
        try:
            for place, value in enumerate(values):
                loop.update(
                    counter0=place, counter=place + 1, revcounter0=last - place, revcounter=last - place + 1,
                    first=place == 0, last=place == last,
                )  # fmt: skip
                names[name] = value
                found += [node.render(context) for node in self.nodelist_loop]
        finally:
            context.dicts.pop()
        return SafeString("".join(found))


class If(IfNode):
    def render(self, context: Any) -> str:
        for condition, nodes in self.conditions_nodelists:
            try:
                is_so = condition is None or condition.eval(context)
            except VariableDoesNotExist:
                continue
            if is_so:
                return nodes.render(context)
        return ""


class With(WithNode):
    def render(self, context: Any) -> str:
        names = {name: value.resolve(context) for name, value in self.extra_context.items()}
        context.dicts.append(names)
        try:
            return self.nodelist.render(context)
        finally:
            context.dicts.pop()


class Include(IncludeNode):
    template: Any

    def render(self, context: Any) -> SafeString:
        name = None if self.template.is_var or self.template.filters else self.template.var
        if self.isolated_context or not isinstance(name, str) or name.startswith("."):
            return super().render(context)
        part = self.__dict__.get("part")
        if part is None:
            self.part = part = context.template.engine.get_template(name)
        names = {name: value.resolve(context) for name, value in self.extra_context.items()}
        state = context.render_context
        before = state.template
        context.dicts.append(names)
        state.dicts.append({})
        state.template = part
        try:
            return part._render(context)  # type: ignore[no-any-return]
        finally:
            state.template = before
            state.dicts.pop()
            context.dicts.pop()


class Extends(ExtendsNode):
    """The frame of a page: found once for each way that leads to it."""

    def find_template(self, template_name: str, context: Any) -> Template:
        history = context.render_context.setdefault(self.context_key, [self.origin])
        known: dict[Any, tuple[Template, Any]] = self.__dict__.setdefault("frames", {})
        key = (template_name, *(origin.name for origin in history))
        if key not in known:
            found, origin = context.template.engine.find_template(template_name, skip=history)
            if not isinstance(found.nodelist, Frame):
                found.nodelist = Frame(found.nodelist)
            known[key] = (found, origin)
        template, origin = known[key]
        history.append(origin)
        return template


class Frame(Nodes):
    """The nodes of a frame, which know the blocks among them."""

    def __init__(self, nodes: NodeList) -> None:
        super().__init__(nodes)
        self._blocks = nodes.get_nodes_by_type(BlockNode)

    def get_nodes_by_type(self, kind: type[Node]) -> list[Node]:
        return list(self._blocks) if kind is BlockNode else super().get_nodes_by_type(kind)


class Sentence(BlockTranslateNode):
    def render_token_list(self, tokens: list[Any]) -> tuple[str, list[str]]:
        known: dict[int, tuple[str, list[str]]] = self.__dict__.setdefault("written", {})
        found = known.get(id(tokens))
        if found is None:
            found = known[id(tokens)] = super().render_token_list(tokens)
        return found[0], list(found[1])


class Url(URLNode):
    def render(self, context: Any) -> str:
        args = [arg.resolve(context) for arg in self.args]
        if self.kwargs or not all(type(arg) in {str, int, SafeString} for arg in args):
            return super().render(context)
        name = self.view_name.resolve(context)
        try:
            found = address(name, *args, language=_language(context))
        except NoReverseMatch:
            return super().render(context)
        if self.asvar:
            context[self.asvar] = found
            return ""
        return escape(found) if context.autoescape else found
