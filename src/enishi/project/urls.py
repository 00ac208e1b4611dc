"""Every page and endpoint of the installation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from enishi.clinic.api import router as incidents
from enishi.customers.api import router as customers
from enishi.hub import api as hub
from enishi.orders.api import router as orders
from enishi.platform.accounts import api as accounts
from enishi.platform.api.reference import reference
from enishi.platform.api.site import api, unknown_address
from enishi.platform.audit.api import router as audit
from enishi.platform.gate.health import ready
from enishi.platform.gate.metrics import metrics
from enishi.project.error_pages import error_page
from enishi.project.pages import home, search

api.add_router("/customers", customers)
api.add_router("/orders", orders)
api.add_router("/incidents", incidents)
api.add_router("/connections", hub.connections)
api.add_router("/exchanges", hub.exchanges)
api.add_router("/subscriptions", hub.subscriptions)
api.add_router("/keys", accounts.keys_router)
api.add_router("/people", accounts.people_router)
api.add_router("/audit", audit)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/docs", reference, name="api-reference"),
    path("api/v1/", api.urls),
    re_path("^api/", unknown_address),
    path("errors/<slug:code>", error_page, name="error-page"),
    path("health/ready", ready, name="health"),
    path("metrics", metrics, name="metrics"),
    path("account/", include("enishi.platform.accounts.urls")),
    path("ui/", include("enishi.ui.urls")),
    path("settings/", include("enishi.ui.settings.urls")),
    path("customers/", include("enishi.customers.urls")),
    path("orders/", include("enishi.orders.urls")),
    path("", home.show, name="home"),
    path("search", search.show, name="search"),
    path("", include("enishi.hub.urls")),
    path("", include("enishi.clinic.urls")),
]
