from medpref_dagster.preferences.drawing import draw_share, make_random


def test_draws_are_the_same_on_every_machine():
    assert draw_share("pairs", "case 1") == 0.4072003561565628
    assert make_random(0, "case 1").random() == 0.1360357619119843


def test_shares_are_spread_evenly():
    drawn = [draw_share(number) for number in range(4000)]
    assert all(0 <= share < 1 for share in drawn)
    assert all(900 < sum(low <= share < low + 0.25 for share in drawn) < 1100 for low in (0, 0.25, 0.5, 0.75))


def test_parts_are_told_apart():
    assert draw_share("ab", "c") != draw_share("a", "bc")
    assert draw_share("1") != draw_share(1)
