from speakers.models import Speaker
from speakers.templatetags.portraits import portrait

ADA = Speaker(name="Ada", portrait=f"portraits/{'a' * 24}.webp", portrait_alternative_text='A "face" & more')


def test_a_portrait_is_a_square_with_its_words_and_no_more_pixels_than_a_screen_shows():
    element = portrait(ADA, 72)
    assert 'width="72" height="72" alt="A &quot;face&quot; &amp; more" loading="lazy"' in element
    assert 'sizes="72px"' in element
    assert "-320.avif 320w" in element
    assert "-640." not in element
    assert "-640.avif 640w" in portrait(ADA, 160)


def test_the_first_on_a_page_is_not_held_back():
    assert 'fetchpriority="high"' in portrait(ADA, 160, css="portrait", loading="first")
    assert "loading=" not in portrait(ADA, 160, loading="eager")


def test_beside_a_name_it_may_say_nothing():
    assert 'alt=""' in portrait(ADA, 56, alt="")
