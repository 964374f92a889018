import pytest

from symposium.events.models import Photograph
from symposium.events.templatetags.pictures import focal


@pytest.mark.parametrize(("x", "y", "classes"), [(0, 100, "fx-0 fy-10"), (50, 50, "fx-5 fy-5"), (68, 31, "fx-7 fy-3")])
def test_a_focal_point_is_kept_to_the_nearest_tenth(x, y, classes):
    assert focal(Photograph(focal_x=x, focal_y=y)) == classes
