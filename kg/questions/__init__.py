"""Named questions, with any relation: who bars X, does X bar Y, who asked whom to bar X, what does X deny."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.errors import QueryError
from kg.graph.reading import Reading
from kg.ontology import Ontology
from kg.query import refuse_update
from kg.questions.answers import Answer, Verdict, answer_lines, does, what_does, who, who_asked
from kg.questions.names import find_relation, relation_words

__all__ = ["QUESTIONS", "Answer", "Question", "Verdict", "answer_lines", "ask", "parse_question"]


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


def ask(graph: Reading, question: str, arguments: Sequence[str] = ()) -> Answer:
    """Answers a question by name with its arguments, with the relation in the name, or in words.

    `ask(graph, "does", ["Poland", "bars", "Huawei"])`, `ask(graph, "does-bar", ["Poland", "Huawei"])` and `ask(graph,
    "does Poland bar Huawei?")` are the same. Raises QueryError, saying what can be asked, on a question, name or
    relation that is not known.
    """
    if not arguments and " " in question.strip():
        question, arguments = parse_question(question, graph.ontology)
    chosen = QUESTIONS.get(question)
    if chosen is None:
        chosen, arguments = _with_relation_in_name(question, arguments)
    if len(arguments) != len(chosen.parameters):
        given = " ".join(arguments) or "nothing"
        raise QueryError(
            f"{chosen.name} takes {' '.join(chosen.parameters)}, such as {chosen.example!r}; given {given}"
        )
    return chosen.answer(graph, *arguments)


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
