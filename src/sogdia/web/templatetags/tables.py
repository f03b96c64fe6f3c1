"""Tables inside pages: put between tags they sort, are searched and are taken along as a file (web/page_tables.py)."""

from __future__ import annotations

import re
from typing import Any, Final

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sogdia.web.page_tables import MANY, PageTable, count_rows, is_read

register = template.Library()
_HEAD: Final = re.compile(r'<th scope="col"(?P<classes> class="n")?>(?P<title>.*?)</th>', re.DOTALL)


class _DetailTable(template.Node):
    def __init__(self, name: FilterExpression, nodes: NodeList) -> None:
        self.name, self.nodelist = name, nodes

    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        if request is None or request.method not in {"GET", "HEAD"}:
            return self.nodelist.render(context)
        table = PageTable(request, str(self.name.resolve(context)))
        token = is_read.set(table.is_asked)
        try:
            html = str(self.nodelist.render(context))
        finally:
            is_read.reset(token)
        count = count_rows(html)
        if table.is_file:
            request.taken_table = (table.name, *table.rows(html))
            return mark_safe("")
        is_long = count >= MANY
        if table.is_asked:
            html = table.arranged(html)
        if is_long:
            html = _with_heads(html, table, request)
        said: dict[str, Any] = {
            "table": table,
            "is_long": is_long,
            "is_empty": not count,
            "none_found": bool(count) and not count_rows(html),
            "html": mark_safe(html),  # noqa: S308  the template's own rendering
            "kept": [
                (key, value) for key, value in request.GET.items() if key not in {"q", "as", "of"} and value
            ],
            "file_url": _address(request, **{"as": "csv", "of": table.name}),
            "all_url": _address(request, q="", **{"as": ""}),
            "request": request,
        }
        assert context.template is not None
        return context.template.engine.get_template("components/_detail_table.html").render(Context(said))


def _address(request: Any, **changed: str) -> str:
    """Give this page's address with some of what is asked changed; an empty value is left out."""
    query = request.GET.copy()
    for key, value in changed.items():
        query[key] = value
        if not value:
            del query[key]
    return f"{request.path}?{query.urlencode()}" if query else str(request.path)


def _with_heads(html: str, table: PageTable, request: Any) -> str:
    begin, head, rest = html.partition("<thead>")
    heads, end, rest = rest.partition("</thead>")
    number = -1

    def linked(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        title = found["title"]
        if 'class="vh"' in title or not title.strip():
            return found[0]
        key = f"c{number}"
        url = _address(request, of=table.name, sort=f"-{key}" if table.sort == key else key, **{"as": ""})
        state = {key: "ascending", f"-{key}": "descending"}.get(table.sort, "")
        return format_html(
            '<th scope="col"{}{}><a href="{}">{}</a></th>',
            mark_safe(found["classes"] or ""),  # noqa: S308  matched letter by letter
            format_html(' aria-sort="{}"', state) if state else "",
            url,
            mark_safe(title),  # noqa: S308  the template's own rendering
        )

    return begin + head + _HEAD.sub(linked, heads) + end + rest


@register.filter
def dashed(name: str, more: object) -> str:
    """Join a name and what tells it from its neighbours of the page."""
    return f"{name}-{more}"


@register.tag
def detail_table(parser: Parser, token: Token) -> _DetailTable:
    """Take in a table of a page, under the name that its file and links have."""
    _tag, name = token.split_contents()
    nodes = parser.parse(("enddetail_table",))
    parser.delete_first_token()
    return _DetailTable(parser.compile_filter(name), nodes)
