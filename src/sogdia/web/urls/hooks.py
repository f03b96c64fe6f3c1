"""What machines call: payment callbacks, health."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sogdia.web.views import hooks

app_name = "hooks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("payments/<slug:code>", hooks.provider_callback, name="payment"),
    path("healthz", hooks.healthz, name="healthz"),
    path("readyz", hooks.readyz, name="readyz"),
]
