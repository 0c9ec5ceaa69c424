"""Things of one name are told apart wherever they are named."""

from datetime import datetime

from pages.ui.text.same_names import Named, distinct_names

MORNING = datetime(2026, 3, 1, 9, 5).timestamp()
EVENING = datetime(2026, 3, 1, 21, 40).timestamp()


def test_only_a_name_that_is_shared_has_its_time() -> None:
    found = distinct_names(
        [
            Named("a-1111", "Notes", MORNING),
            Named("b-2222", "Notes", EVENING),
            Named("c-3333", "Logs", MORNING),
        ]
    )
    assert found == {
        "a-1111": "Notes · 2026-03-01 09:05",
        "b-2222": "Notes · 2026-03-01 21:40",
        "c-3333": "Logs",
    }


def test_of_two_made_in_one_minute_the_ids_tell() -> None:
    found = distinct_names([Named("a-1111", "Notes", MORNING), Named("b-2222", "Notes", MORNING)])
    assert [*found.values()] == [
        "Notes · 2026-03-01 09:05 · 1111",
        "Notes · 2026-03-01 09:05 · 2222",
    ]
