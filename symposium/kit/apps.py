from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "symposium.kit"
    verbose_name = "Kit"

    def ready(self) -> None:
        """Look after uploaded pictures."""
        from symposium.kit.kept_pictures import look_after_pictures
        from symposium.kit.sweeps import add_sweep

        add_sweep("unused pictures deleted", look_after_pictures)
