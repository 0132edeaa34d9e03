"""A parse as CoNLL-U: what the model sees, with offsets into the article and names in the last column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.records import Document, Field

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

EMPTY = "_"


def conllu_lines(document: Document, parses: dict[Field, Doc]) -> Iterator[str]:
    """The lines of a document, title first; each sentence ends with an empty line.

    Offsets (`start_char`, `end_char`) count in the field that `# field` names. Tokens of nothing but
    white space, which spaCy has and CoNLL-U has not, are left out.
    """
    opening = [f"# newdoc id = {document.id}"]
    number = 0
    for field in (Field.TITLE, Field.BODY):
        if field not in parses:
            continue
        for sentence in parses[field].sents:
            tokens = [token for token in sentence if not token.is_space]
            if not tokens:
                continue
            number += 1
            yield from opening
            opening = []
            yield f"# sent_id = {document.id}-{number}"
            yield f"# field = {field.value}"
            yield f"# text = {_text(tokens)}"
            yield from _rows(tokens)
            yield ""


def _rows(tokens: list[Token]) -> Iterator[str]:
    ids = {token.i: number for number, token in enumerate(tokens, start=1)}
    heads = {token.i: _head(token, ids) for token in tokens}
    root = next((i for i, head in heads.items() if head == 0), tokens[0].i)
    for token in tokens:
        # Without its white space a sentence must still have one root.
        head = heads[token.i] or (0 if token.i == root else ids[root])
        yield "\t".join(
            (
                str(ids[token.i]),
                _form(token),
                token.lemma_.replace(" ", "\u00a0") or EMPTY,
                token.pos_ or EMPTY,
                token.tag_ or EMPTY,
                str(token.morph) or EMPTY,
                str(head),
                "root" if head == 0 else token.dep_ or EMPTY,
                EMPTY,
                _misc(token),
            )
        )


def _head(token: Token, ids: dict[int, int]) -> int:
    """The number of the nearest governor that is in the table; 0 for the root."""
    while token.head.i != token.i:
        token = token.head
        if token.i in ids:
            return ids[token.i]
    return 0


def _form(token: Token) -> str:
    return "".join("\u00a0" if char.isspace() else char for char in token.text)


def _misc(token: Token) -> str:
    name = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
    values = [f"start_char={token.idx}", f"end_char={token.idx + len(token.text)}", f"ner={name}"]
    return "|".join(values if _space_after(token) else ["SpaceAfter=No", *values])


def _space_after(token: Token) -> bool:
    end = token.i + 1
    return bool(token.whitespace_) or (end < len(token.doc) and token.doc[end].is_space)


def _text(tokens: list[Token]) -> str:
    return "".join(_form(token) + (" " if _space_after(token) else "") for token in tokens).rstrip()
