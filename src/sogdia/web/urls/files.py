"""Files: pictures, documents, illustrations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import files

app_name = "files"
urlpatterns: list[URLPattern | URLResolver] = [
    path("illustration/<slug:slug>.svg", files.illustration, name="illustration"),
    path("picture/<path:name>", files.picture, name="picture"),
    path("document/<uuid:uid>.pdf", files.document, name="document"),
    path("label/<str:ref>.pdf", files.label, name="label"),
    path("unit-label/<str:sscc>.pdf", files.unit_label, name="unit-label"),
    path("lot-sheet/<str:ref>.pdf", files.lot_sheet, name="lot-sheet"),
    path("quote/<str:ref>.pdf", files.quote, name="quote"),
    path("statement/<slug:party>/<int:year>-<int:month>.pdf", files.statement, name="statement"),
    path("lot-code/<str:ref>.svg", files.lot_code, name="lot-code"),
    path("lot/<str:ref>", files.lot, name="lot"),
    path("scan/<str:code>", files.scan, name="scan"),
    path("order/<str:ref>", files.order, name="order"),
]
