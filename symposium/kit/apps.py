from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "symposium.kit"
    verbose_name = "Kit"
