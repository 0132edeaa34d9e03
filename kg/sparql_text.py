"""What the text of a SPARQL query alone says: its form, what is refused in it, and how its errors are worded."""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.errors import QueryError

_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_PROLOGUE = r"(?is)\A(?:\s|prefix\s+\S*\s|base\s)*"
_FORM = re.compile(_PROLOGUE + r"(select|ask|construct|describe)\b")
_UPDATE = re.compile(_PROLOGUE + r"(insert|delete|drop|clear|load|create|copy|move|add|with)\b")
# IRIs, texts and comments, which may hold any word. An escape outside of them belongs to a name: d:it\'s opens no text.
_QUOTED = re.compile(
    r"""\\.|<[^<>"{}|^`\\\x00-\x20]*>|\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|\#[^\n\r]*""",
    re.DOTALL,
)
_PREFIXED = re.compile(r"(?<![\w?$@:.-])((?:[^\W\d_][\w.-]*)?:)[\w%\\.-]*")
_DECLARED = re.compile(r"(?i)\bprefix\s+([\w.-]*:)")
# Looked for in texts and comments too: whether `<` opens an IRI or compares, and so where a text begins, only a parser
# knows. No other text has a name and a brace after this word.
_GAP = r"(?:\s|\#[^\n\r]*+)*+"
_SERVICE = re.compile(
    rf"(?i)(?<![^\W\d])(?<![?$:])service{_GAP}(?:silent{_GAP})?(?:<[^<>\s]*+>|(?:\\.|[^\s{{}}\#\\])*+){_GAP}\{{"
)
_LONGEST = 120


def refuse(text: str) -> None:
    """Raises QueryError on what is no question about this graph: nothing, an update, SERVICE."""
    if not text.strip():
        raise QueryError("the query is empty; write SPARQL, such as SELECT ?x WHERE { ?x d:bars ?y }")
    refuse_update(text)
    if _SERVICE.search(text):
        raise QueryError("SERVICE is not allowed: a query reads this graph and nothing else")


def refuse_update(text: str) -> None:
    """Raises QueryError on SPARQL that would change the graph: INSERT, DELETE, CLEAR …"""
    update = _UPDATE.match(_bare(text))
    if update:
        allowed = "only questions are answered: SELECT, ASK, CONSTRUCT and DESCRIBE"
        raise QueryError(f"{update.group(1).upper()} would change the graph; {allowed}")


def form_of(text: str) -> str | None:
    """select, ask, construct or describe; None if it is none of them."""
    found = _FORM.match(_bare(text))
    return found.group(1).lower() if found else None


def is_ordered(text: str) -> bool:
    """Whether it asks for an order."""
    return re.search(r"(?i)\border\s+by\b", _bare(text)) is not None


def syntax_error(text: str, message: str, prefixes: Collection[str]) -> str:
    """What the parser complains of, in one line; `prefixes` are those declared already, without colon."""
    return _unknown_prefix(text, prefixes) or _worded(message)


def _bare(text: str) -> str:
    """The query with blanks for IRIs, texts and comments; as long as it was, with the same lines."""
    return _QUOTED.sub(lambda quoted: re.sub(r"[^\n]", " ", quoted[0]), text)


def _worded(message: str) -> str:
    at = _AT.match(message)
    if at is None:
        return f"SPARQL: {' '.join(message.split())[:_LONGEST]}"
    line, column, reason = at.groups()
    reason = " ".join(reason.split())
    if len(reason) > _LONGEST:
        reason = reason[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return f"SPARQL, line {line}, column {column}: {reason}"


def _unknown_prefix(text: str, prefixes: Collection[str]) -> str | None:
    """What is wrong in a query with a prefix that nobody declared; the parser names neither it nor always its place."""
    bare = _bare(text)
    declared = {*_DECLARED.findall(bare), *(f"{name}:" for name in prefixes)}
    for name in _PREFIXED.finditer(bare):
        if name[1] not in declared:
            line, column = bare.count("\n", 0, name.start()) + 1, name.start() - bare.rfind("\n", 0, name.start())
            missing = f"unknown prefix {name[1]!r}; declare it with PREFIX {name[1]} <IRI>"
            return f"SPARQL, line {line}, column {column}: {missing}"
    return None
