"""Addresses of the search; permanent: browsers keep them."""

from django.urls import path

from symposium.search import views

urlpatterns = [
    path("search/", views.SearchPage.as_view(), name="search"),
    path("opensearch.xml", views.OpenSearch.as_view(), name="opensearch"),
]
