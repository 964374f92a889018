from symposium.events.models import Hosting
from symposium.events.templatetags.hosts import holding, supporting

ROLES = ["supporter", "co_host", "host", "sponsor", "co_host"]


def test_hosts_and_co_hosts_stand_together_in_the_agreed_order():
    hostings = [Hosting(role=role, rank=rank) for rank, role in enumerate(ROLES)]
    assert [hosting.rank for hosting in holding(hostings)] == [1, 2, 4]
    assert [hosting.rank for hosting in supporting(hostings)] == [0, 3]
