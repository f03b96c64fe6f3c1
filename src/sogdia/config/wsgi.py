"""The WSGI application that the server runs."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sogdia.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  every page is imported now, not by the first visitor

# What is loaded now lives as long as the process, and a page makes thousands of things that die with it: looking through all of
# them every seven hundred new ones found nothing and cost a tenth of a purchase.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
# Two threads that both reckon gain nothing by taking turns two hundred times a second.
sys.setswitchinterval(0.02)
