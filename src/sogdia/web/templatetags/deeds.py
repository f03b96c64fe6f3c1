"""The hidden key that makes a form's deed happen once."""

from __future__ import annotations

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def deed_key() -> SafeString:
    """Give the hidden field; put it into every form that does something."""
    return format_html('<input type="hidden" name="key" value="{}">', uuid.uuid4())
