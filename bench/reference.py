"""
The reference: a hand-written Django with no middleware, one SQL statement and one small template per page.

It serves the same rows from the same database on a server of the same kind. What the product costs above it is the
price of sessions, form keys, languages, exact delivered prices and the whole page around them.
"""

from __future__ import annotations

import os
import threading
from typing import Any
from urllib.parse import unquote, urlsplit

import django
import psycopg
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

_URL = os.environ["DATABASE_URL"]
_here = threading.local()

if not settings.configured:
    parts = urlsplit(_URL)
    settings.configure(
        SECRET_KEY="a reference signs nothing", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[],
        USE_I18N=False, USE_TZ=True, INSTALLED_APPS=[],
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": unquote(parts.path[1:])}},
    )  # fmt: skip
    django.setup()

_engine = Engine()
_LIST = _engine.from_string(
    "<!doctype html><html><title>Goods</title><h1>Goods</h1><ul>{% for row in rows %}<li><a href='/goods/{{ row.0 }}/'>"
    "<img src='/files/drawings/{{ row.0 }}.svg' alt=''><b>{{ row.1 }}</b> {{ row.2 }}, {{ row.3 }}: {{ row.4 }} {{ row.5 }}</a></li>"
    "{% endfor %}</ul></html>"
)
_PRODUCT = _engine.from_string(
    "<!doctype html><html><title>{{ row.1 }}</title><h1>{{ row.1 }}</h1><p>{{ row.2 }}</p><p>{{ row.3 }}, {{ row.4 }}</p>"
    "<ul>{% for offer in row.5 %}<li>{{ offer.code }}: {{ offer.net_minor }}</li>{% endfor %}</ul>"
    "<table>{% for lot in row.6 %}<tr><td>{{ lot.ref }}</td><td>{{ lot.grade }}</td><td>{{ lot.best_before }}</td></tr>{% endfor %}</table>"
    "</html>"
)
_SQL_LIST = """
SELECT p.slug, p.names->>'en', s.names->>'en', r.names->>'en', o.net_minor, o.currency
FROM (SELECT * FROM catalogue_product WHERE state = 'published' ORDER BY id LIMIT 24 OFFSET %s) p
JOIN parties_party s ON s.id = p.seller_id JOIN regions_region r ON r.id = p.region_id
JOIN LATERAL (SELECT o.net_minor, o.currency FROM catalogue_pack k JOIN catalogue_offer o ON o.pack_id = k.id
              WHERE k.product_id = p.id ORDER BY k.position LIMIT 1) o ON true ORDER BY p.id
"""
_SQL_PRODUCT = """
SELECT p.slug, p.names->>'en', p.summaries->>'en', s.names->>'en', r.names->>'en',
  (SELECT json_agg(json_build_object('code', k.code, 'net_minor', o.net_minor)) FROM catalogue_pack k
   JOIN catalogue_offer o ON o.pack_id = k.id WHERE k.product_id = p.id),
  (SELECT json_agg(json_build_object('ref', l.ref, 'grade', l.grade, 'best_before', l.best_before)) FROM lots_lot l
   WHERE l.product_id = p.id AND l.state = 'open')
FROM catalogue_product p JOIN parties_party s ON s.id = p.seller_id JOIN regions_region r ON r.id = p.region_id
WHERE p.slug = %s
"""


def _connection() -> psycopg.Connection[Any]:
    found: psycopg.Connection[Any] | None = getattr(_here, "connection", None)
    if found is None:
        found = _here.connection = psycopg.connect(_URL, autocommit=True)
    return found


def hello(_request: HttpRequest) -> HttpResponse:
    """Answer with two words."""
    return HttpResponse("hello, world")


def goods(request: HttpRequest) -> HttpResponse:
    """Give 24 goods with seller, place and the farm's price."""
    rows = _connection().execute(_SQL_LIST, [int(request.GET.get("from", 0))]).fetchall()
    return HttpResponse(_LIST.render(Context({"rows": rows})))


def product(_request: HttpRequest, slug: str) -> HttpResponse:
    """Give one product with its packs and lots."""
    row = _connection().execute(_SQL_PRODUCT, [slug]).fetchone()
    return HttpResponse(_PRODUCT.render(Context({"row": row})))


urlpatterns = [
    path("hello", hello),
    path("goods/", goods),
    path("goods/<slug:slug>/", product),
]
application = get_wsgi_application()
