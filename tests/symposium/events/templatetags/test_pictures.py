import pytest

from symposium.events.models import Photograph
from symposium.events.templatetags.pictures import focal


@pytest.mark.parametrize(("x", "y", "classes"), [(0, 100, "fx-0 fy-4"), (50, 50, "fx-2 fy-2"), (70, 30, "fx-3 fy-1")])
def test_a_focal_point_is_kept_to_the_nearest_quarter(x, y, classes):
    assert focal(Photograph(focal_x=x, focal_y=y)) == classes
