"""What English releases say of their figures in words of their own: totals, quarters, balances, leaders, headlines."""

from __future__ import annotations

import pytest

from tests.prose.slips import assert_called

TRADE = (
    "Exports of goods amounted to EUR 48.62 billion in 2023. Over the same period imports came to EUR 41.35 billion. "
    "Total trade therefore reached EUR 89.97 billion. "
    "The coverage ratio (exports as a percentage of imports) was 117.6%."
)
QUARTERS = (
    "Exports of goods amounted to EUR 48.62 billion in 2023. "
    "Exports came to EUR 11.64 billion in the first quarter, EUR 12.03 billion in the second, EUR 11.87 billion in the third "
    "and EUR 13.08 billion in the fourth. Fourth-quarter exports were 10.2% higher than in the third quarter."
)
SHARES = "By mode of transport, 41.8% of visitors arrived by road, 33.5% by sea, 15.2% by rail and 9.5% by air."


@pytest.mark.parametrize(
    ("prose", "right", "wrong"),
    [
        (TRADE, "EUR 89.97", "EUR 98.97"),
        (TRADE, "117.6%", "116.7%"),
        (QUARTERS, "EUR 12.03", "EUR 12.30"),
        (QUARTERS, "10.2%", "12.0%"),
        (SHARES, "9.5%", "5.9%"),
    ],
)
def test_a_slip_in_an_english_release_is_called(prose: str, right: str, wrong: str) -> None:
    assert_called(prose, right, wrong)
