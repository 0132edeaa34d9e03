"""HTML is told from text that holds angle brackets."""

import pytest

from kg.documents import read_documents
from kg.documents.markup import find_markup
from kg.errors import DocumentError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Germany sued ZTE.</p>", "<p>"),
        ("\n <!DOCTYPE html>\n<title>x</title>", "<!DOCTYPE html>"),
        ('<?xml version="1.0"?><rss/>', '<?xml version="1.0"?>'),
        ("Germany sued ZTE.<br/>It won.", "<br/>"),
        ('See <A HREF="https://n.example/1">there</A>.', '<A HREF="https://n.example/1">'),
        ("It ended.</div>", "</div>"),
        ("<h2 class=x>Ban</h2>", "<h2 class=x>"),
    ],
)
def test_a_tag_makes_html(text, found):
    assert find_markup(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "We <3 Poland.",
        "a < b and b > c",
        "Write to <info@n.example> or <https://n.example/p>.",
        "He said <unclear> and <b.",
        "Browsers drop the <video> tag.",
        "<Poland> bars <Huawei>",
        "p>0.05, n<5",
    ],
)
def test_other_angle_brackets_are_text(text):
    assert find_markup(text) is None


def test_a_text_file_of_html_is_refused_in_a_line(tmp_path):
    (tmp_path / "a.txt").write_text("<h1>Ban</h1>\nGermany sued ZTE.")
    with pytest.raises(DocumentError, match=r"a\.txt: is HTML, not text \(<h1>\); convert it to plain text first"):
        list(read_documents([tmp_path / "a.txt"]))
