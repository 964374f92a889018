from symposium.programme.templatetags.narrowing import narrow

CHOSEN = {"day": "2027-05-18", "track": "", "room": ""}


def test_a_further_choice_keeps_those_that_were_made():
    assert narrow(CHOSEN, "track", "science") == "?day=2027-05-18&track=science"


def test_the_last_choice_taken_back_leads_to_the_whole_programme():
    assert narrow(CHOSEN, "day") == "."
