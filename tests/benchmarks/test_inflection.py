"""The -ing form of verbs."""

import pytest

from benchmarks.inflection import gerund


@pytest.mark.parametrize(
    ("lemma", "form", "expected"),
    [
        ("ban", "banned", "banning"),
        ("permit", "permitted", "permitting"),
        ("accuse", "accused", "accusing"),
        ("agree", "agreed", "agreeing"),
        ("tie", "tied", "tying"),
        ("supply", "supplies", "supplying"),
        ("sue", "sued", "suing"),
        ("sell", "sold", "selling"),
        ("cut", "cut", "cutting"),
        ("forbid", "forbade", "forbidding"),
        ("order", "ordered", "ordering"),
        ("buy", "bought", "buying"),
        ("allow", "allowed", "allowing"),
        ("fix", "fixed", "fixing"),
        ("be", "was", "being"),
        ("see", "saw", "seeing"),
        ("discuss", "discussing", "discussing"),
        ("bring", "brought", "bringing"),
    ],
)
def test_gerund(lemma, form, expected):
    assert gerund(lemma, form) == expected
