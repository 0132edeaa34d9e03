"""Words as the treebanks cut them."""

import pytest

from kg.language.tokenizer import TreebankEnglish


@pytest.fixture(scope="module")
def nlp() -> TreebankEnglish:
    return TreebankEnglish()


@pytest.mark.parametrize(
    "text",
    [
        "the U.S. - China trade battle",
        "a U.K. - based firm",
        "China - based firms",
        "a co-founder re-elected in a non-binding vote",
        "its 5G networks , 4G and 2G",
        "Huawei ’s 5G",
        "it does n’t",
        "firms ’ networks",
        "“ untrusted ” vendors",
        "and / or",
        "$ 10 bn",
        "at 7:30 PM on Wed. or Thurs. , etc.",
        "the F-35 and 5G - enabled phones",
        "really ?!",
        "Mr. Ren and Ms. Meng of Huawei Technologies Co. Ltd. , in Washington D.C. ,",
        "said — of course — that",
        "# 5G - tag #huawei",
    ],
)
def test_words(nlp: TreebankEnglish, text: str) -> None:
    """The blanks of the example are where words are cut; those around marks are then closed up again."""
    expected = text.split(" ")
    closed = text
    for mark in ("- ", " -", " ,", " ’", " n’t", "“ ", " ”", "$ ", " / ", " ?!", " bn", " PM", "# "):
        closed = closed.replace(mark, mark.strip())
    assert [token.text for token in nlp(closed)] == expected


@pytest.mark.parametrize("text", ["Wed", "id", "Huawei", "TikTok", "5G", "#huawei", "https://example.org/a_b?c=d"])
def test_one_word(nlp: TreebankEnglish, text: str) -> None:
    assert [token.text for token in nlp(text)] == [text]


def test_text_is_kept(nlp: TreebankEnglish) -> None:
    text = "A\n\nB  c\t–d…e\u00a0f ‘g’ #5 $US5m."
    assert nlp(text).text == text
