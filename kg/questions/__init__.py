"""Named questions, with any relation: who bars X, does X bar Y, who asked whom to bar X, what does X deny."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.errors import QueryError
from kg.graph.filters import Filter
from kg.graph.reading import Reading
from kg.graph.selecting import selected
from kg.ontology import Ontology
from kg.questions.answer import Answer, Finding, Verdict, answer_lines
from kg.questions.answers import does, what_does, who, who_asked
from kg.questions.names import find_entities, find_relation, relation_words
from kg.questions.scope import AS_ASKED, Scope, without_tail
from kg.sparql_text import refuse_update

__all__ = ["QUESTIONS", "Answer", "Finding", "Question", "Scope", "Verdict", "answer_lines", "ask", "parse_question"]


@dataclass(frozen=True)
class Question:
    """A question that can be asked: its name, what goes after it, an example in words and what it answers."""

    name: str
    parameters: tuple[str, ...]
    example: str
    description: str
    answer: Callable[..., Answer]

    @property
    def usage(self) -> str:
        """`does SUBJECT RELATION OBJECT`."""
        return " ".join((self.name, *self.parameters))


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "who", ("RELATION", "OBJECT"), "who bars Huawei", "Who does it now, who did, and who is only asked to.", who
        ),
        Question(
            "does",
            ("SUBJECT", "RELATION", "OBJECT"),
            "does Poland bar Huawei",
            "Yes, no, no longer, only claimed or not known, with the nearest evidence.",
            does,
        ),
        Question(
            "who-asked",
            ("RELATION", "OBJECT"),
            "who asked whom to bar Huawei",
            "Who asked whom to do it, also to groups of the object's country.",
            who_asked,
        ),
        Question("what-does", ("SUBJECT", "RELATION"), "what does Huawei deny", "To whom or about what.", what_does),
    )
}


def ask(graph: Reading, question: str, arguments: Sequence[str] = (), *, scope: Scope = AS_ASKED) -> Answer:
    """Answers a question by name with its arguments, with the relation in the name, or in words.

    `ask(graph, "does", ["Poland", "bars", "Huawei"])`, `ask(graph, "does-bar", ["Poland", "Huawei"])` and `ask(graph,
    "does Poland bar Huawei?")` are the same. Behind a question in words may stand "today", "as of 2020-07-01" and "and
    who says so". Raises QueryError, saying what can be asked, on a question, name or relation that is not known.
    """
    if not arguments and " " in question.strip():
        question, arguments, scope = _read(graph, question, scope)
    chosen = QUESTIONS.get(question)
    if chosen is None:
        chosen, arguments = _with_relation_in_name(question, arguments)
    if len(arguments) != len(chosen.parameters):
        given = " ".join(arguments) or "nothing"
        raise QueryError(
            f"{chosen.name} takes {' '.join(chosen.parameters)}, such as {chosen.example!r}; given {given}"
        )
    return _answered(graph, chosen, arguments, scope)


def _answered(graph: Reading, chosen: Question, arguments: Sequence[str], scope: Scope) -> Answer:
    with selected(graph, _filter(graph, chosen, arguments, scope)) as shown:
        answer = chosen.answer(shown, *arguments, scope=scope)
    return replace(answer, headline=f"{answer.headline}{_by_when(graph, scope)}")


def _filter(graph: Reading, chosen: Question, arguments: Sequence[str], scope: Scope) -> Filter:
    """What an answer needs of a graph: with the relation asked for go those that tell who asked for it or denies it."""
    rolled = scope.roll_up if chosen.answer is who_asked else None  # it tells of two actors and an act, all rolled up
    if scope.as_of is None and rolled is None:
        return Filter()
    ontology = graph.ontology
    asked = find_relation(ontology, arguments[chosen.parameters.index("RELATION")]).name
    speech = {relation.name for relation in ontology.relations.values() if relation.speech_act}
    return Filter(as_of=scope.as_of, roll_up=rolled, relations=frozenset({*ontology.members(asked), *speech}))


def _by_when(graph: Reading, scope: Scope) -> str:
    """The day up to which the articles of an answer reach; no clock, so "today" is the day of the newest."""
    if scope.as_of:
        return f" (as known on {scope.as_of})"
    if not scope.now:
        return ""
    newest = max((graph.article(one).date or "" for one in graph.document_ids()), default="")
    return f" (newest article: {newest})" if newest else ""


def _read(graph: Reading, text: str, scope: Scope) -> tuple[str, list[str], Scope]:
    """A question in words with its additions taken off, unless they belong to a name: USA Today is a paper."""
    whole = text
    while True:
        try:
            name, arguments = parse_question(text, graph.ontology)
        except QueryError:
            name, arguments = "", []
        shorter = without_tail(text, scope)
        if shorter is None or (arguments and _is_known(graph, arguments[-1])):
            return (name, arguments, scope) if name else (*parse_question(whole, graph.ontology), scope)
        text, scope = shorter


def _is_known(graph: Reading, name: str) -> bool:
    try:
        return bool(find_entities(graph, name))
    except QueryError:
        return False


def parse_question(text: str, ontology: Ontology) -> tuple[str, list[str]]:
    """A question in words as name and arguments: "does Poland bar Huawei?" → does, [Poland, bars, Huawei].

    Raises QueryError with the forms that are understood.
    """
    words = " ".join(text.split()).rstrip(" ?.!")
    verb = _verbs(ontology)
    for name, pattern in (
        ("who-asked", rf"who (?:has )?(?:asked|asks|urged|urges|pressed|pressures?) (?:.+? )?to {verb} (?P<object>.+)"),
        ("what-does", rf"(?:what|whom?) (?:does|do|did) (?P<subject>.+) {verb}"),
        ("does", rf"(?:does|do|did|has) (?P<subject>.+?) {verb} (?P<object>.+)"),
        ("who", rf"who (?:does )?{verb} (?P<object>.+)"),
    ):
        found = re.fullmatch(pattern, words, re.IGNORECASE)
        if found:
            parts = found.groupdict()
            parts["relation"] = find_relation(ontology, parts["relation"]).name
            return name, [parts[parameter.lower()] for parameter in QUESTIONS[name].parameters]
    refuse_update(text)
    if words.casefold().startswith("what changed"):
        raise QueryError(f"cannot read the question {text!r}; ask `kg changes GRAPH --since Friday`")
    raise QueryError(f"cannot read the question {text!r}; {_forms()}")


def _with_relation_in_name(name: str, arguments: Sequence[str]) -> tuple[Question, list[str]]:
    for question in sorted(QUESTIONS.values(), key=lambda q: -len(q.name)):
        if name.startswith(f"{question.name}-"):
            relation = name.removeprefix(f"{question.name}-").removeprefix("to-").replace("-", " ")
            at = question.parameters.index("RELATION")
            return question, [*arguments[:at], relation, *arguments[at:]]
    raise QueryError(f"unknown question {name!r}; {_forms()}")


def _forms() -> str:
    return "ask for example: " + "; ".join(question.example for question in QUESTIONS.values())


def _verbs(ontology: Ontology) -> str:
    """Every word for a relation, longest first, as one group of a pattern."""
    known = [*ontology.relations.values(), *ontology.groups.values()]
    forms = {form for relation in known for form in relation_words(relation)}
    forms |= {form.split()[0] for form in forms}
    return f"(?P<relation>{'|'.join(re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f)))})"
