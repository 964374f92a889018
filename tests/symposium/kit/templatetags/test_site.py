from symposium.kit.templatetags.site import absolute


def test_a_path_gets_the_address_of_this_site(settings):
    settings.SITE_URL = "https://symposium.example.org"
    assert absolute("/events/") == "https://symposium.example.org/events/"
