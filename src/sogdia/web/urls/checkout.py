"""Basket, quote, payment, confirmation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "checkout"
urlpatterns: list[URLPattern | URLResolver] = []
