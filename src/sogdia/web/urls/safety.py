"""Addresses of sign-in whose pages are the house's own; they stand before the library's, under the same names."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from sogdia.web.views import safety

_to_security = RedirectView.as_view(pattern_name="account:security")

urlpatterns: list[URLPattern | URLResolver] = [
    path("2fa/", _to_security, name="mfa_index"),
    path("2fa/webauthn/", _to_security, name="mfa_list_webauthn"),
    path("2fa/totp/activate/", safety.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("2fa/webauthn/add/", safety.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", safety.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]
