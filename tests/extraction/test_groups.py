"""Whose a group is that an article only describes, with the shipped model."""

import pytest

import kg
from kg.iris import local_name


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "group", "country"),
    [
        ("The United States urged American allies to bar Huawei.", "American allies", None),
        ("China's rivals barred Huawei.", "China's rivals", None),
        ("Chinese rivals sued Huawei.", "Chinese rivals", "China"),
        ("Huawei's suppliers sued Norway.", "Huawei's suppliers", None),
        ("U.S. suppliers sued Norway.", "U.S. suppliers", "UnitedStates"),
        ("Norway barred Chinese companies.", "Chinese companies", "China"),
    ],
)
def test_allies_of_a_country_are_not_of_it(text, group, country):
    ends = [end for told in kg.extract(text) for end in (told.statement.subject, told.statement.object)]
    found = {end.country and local_name(end.country) for end in ends if end.name == group}
    assert found == {country}
