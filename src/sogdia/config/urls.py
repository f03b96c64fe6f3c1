"""Every address: machines' without a language, people's with one."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from sogdia.web.views import errors, hooks

handler400 = errors.not_understood
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken

urlpatterns = [
    path("healthz", hooks.healthz),
    path("readyz", hooks.readyz),
    path("hooks/", include("sogdia.web.urls.hooks")),
    path("files/", include("sogdia.web.urls.files")),
    *i18n_patterns(
        path("", include("sogdia.web.urls.shop")),
        path("", include("sogdia.web.urls.checkout")),
        path("orders/", include("sogdia.web.urls.orders")),
        path("refunds/", include("sogdia.web.urls.refunds")),
        path("sell/", include("sogdia.web.urls.sell")),
        path("hub/", include("sogdia.web.urls.hub")),
        path("carrier/", include("sogdia.web.urls.carrier")),
        path("broker/", include("sogdia.web.urls.broker")),
        path("officer/", include("sogdia.web.urls.officer")),
        path("operator/", include("sogdia.web.urls.operator")),
        path("me/", include("sogdia.web.urls.account")),
        path("account/", include("sogdia.web.urls.safety")),
        path("account/", include("allauth.urls")),
        path("window/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
        path("window/", admin.site.urls),
        prefix_default_language=False,
    ),
]
