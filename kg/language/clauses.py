"""Clauses whose subject or place in the sentence a parser got wrong, and grammar settles.

Norway, Oman [conj→ Norway] said, has banned X      the first name is the subject of what was said
banned A, Norway [appos→ A] fined B                 a name right before a finite verb without subject is its subject
Norway [root] to ban X                              a headline's infinitive is its verb
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.language.repairs import Row

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_ROOTS = frozenset({"root", "ROOT"})


def mend_clauses(rows: Sequence[Row], lemmas: Sequence[str], parts: Sequence[str], tags: Sequence[str]) -> list[Row]:
    """Rows of (head, label) with clauses set right."""
    clauses = _Clauses(rows, lemmas, parts, tags)
    for i, link in enumerate(clauses.links):
        if link == "ccomp":
            clauses.subject_before_said(i)
        if tags[i] in _FINITE and link in ("conj", "parataxis", "ccomp", "root", "ROOT"):
            clauses.name_before_verb(i)
        if link == "appos" and parts[i] == "PROPN":
            clauses.subject_list(i)
        elif link == "ccomp" and tags[i] == "VB":
            clauses.told_infinitive(i)
        elif link == "acl:relcl":
            clauses.content_of_report(i)
        elif link == "nmod" and parts[i] in ("PROPN", "NOUN"):
            clauses.agent_under_name(i)
            clauses.joint_doer(i)
        elif link == "obl" and parts[i] == "PROPN":
            clauses.joint_doer(i)
        elif link == "compound" and parts[i] == "PROPN":
            clauses.before_subject(i)
        elif link == "case" and clauses.heads[i] > i + 1:
            clauses.preposition(i)
        elif tags[i] == "HYPH":
            clauses.name_before_hyphen(i)
        if link == "advcl:relcl":
            clauses.said_of_the_sentence(i)
        elif link == "acl" and tags[i] == "VB":
            clauses.headline_infinitive(i)
        elif link == "obl" and parts[i] == "PROPN":
            clauses.name_after_title(i)
        elif link == "nsubj" and clauses.heads[i] < i:
            clauses.recipient(i)
    return list(zip(clauses.heads, clauses.links, strict=True))


class _Clauses:
    def __init__(self, rows: Sequence[Row], lemmas: Sequence[str], parts: Sequence[str], tags: Sequence[str]) -> None:
        self.heads = [head for head, _ in rows]
        self.links = [link for _, link in rows]
        self.lemmas, self.parts, self.tags = lemmas, parts, tags
        self.below: dict[int, list[int]] = {}
        for i, head in enumerate(self.heads):
            if head != i:
                self.below.setdefault(head, []).append(i)

    def children(self, i: int, *links: str) -> list[int]:
        found = (j for j in self.below.get(i, ()) if self.heads[j] == i)
        return [j for j in found if not links or self.links[j] in links]

    def hang(self, i: int, head: int, link: str) -> None:
        self.heads[i], self.links[i] = head, link
        self.below.setdefault(head, []).append(i)

    def has_subject(self, verb: int) -> bool:
        return any(self.links[j] in _SUBJECTS for j in self.children(verb))

    def subject_before_said(self, said: int) -> None:
        """*Norway, Oman said, has banned X*: of two names before *said* the first does what was said."""
        verb = self.heads[said]
        if said < verb or self.has_subject(said) or not self.is_finite(said):
            return
        subjects = [j for j in self.children(verb, "nsubj") if j < verb]
        apart = any(self.lemmas[j] == "," for j in range(verb + 1, said))
        if not subjects or not apart:
            return
        first = subjects[0]
        if len(subjects) == 1:
            second = next((j for j in self.children(first, "conj", "appos") if j == verb - 1), None)
            if second is None or any(self.links[j] == "cc" for j in self.children(second)):
                return
            self.hang(second, verb, "nsubj")
        self.hang(first, said, "nsubj")

    def is_finite(self, verb: int) -> bool:
        return self.tags[verb] in _FINITE or any(
            self.tags[j] in (*_FINITE, "MD") for j in self.children(verb, "aux", "aux:pass", "cop")
        )

    def name_before_verb(self, verb: int) -> None:
        """*banned A, Oman fined B*; *banned A and Oman did the same*."""
        name = verb - 1
        if name < 1 or self.has_subject(verb) or self.parts[name] != "PROPN":
            return
        if self.links[name] not in ("appos", "conj") or self.heads[name] >= name:
            return
        first = next((j for j in self.children(name) if j < name), name)
        joined = self.lemmas[min(first, name - 1)]
        if self.links[name] == "appos" and joined != ",":
            return
        for j in self.children(name, "cc", "punct"):
            self.hang(j, verb, self.links[j])
        if self.links[verb] == "ccomp":
            other = next((j for j in self.children(self.heads[verb], "ccomp") if j < name), None)
            if other is not None:
                self.hang(verb, other, "conj")
        self.hang(name, verb, "nsubj")

    def said_of_the_sentence(self, clause: int) -> None:
        """*was accused of spying, which it denies*: what goes back to a whole clause goes back to the main one."""
        head = self.heads[clause]
        while self.links[head] in ("advcl", "acl", "xcomp") and self.heads[head] != head:
            head = self.heads[head]
        if head != self.heads[clause] and self.parts[head] == "VERB":
            self.hang(clause, head, "advcl:relcl")

    def headline_infinitive(self, verb: int) -> None:
        """*Norway to ban X*; *Norway not to ban X, minister says*."""
        name = self.heads[verb]
        marked = [j for j in self.children(verb, "mark") if self.tags[j] == "TO"]
        if self.parts[name] != "PROPN" or name > verb or not marked or self.has_subject(verb):
            return
        if any(j not in self.children(verb) for j in range(name + 1, marked[0])):
            return
        top = self.heads[name]
        if self.links[name] in _ROOTS:
            self.hang(verb, verb, self.links[name])
        elif self.links[name] == "nsubj" and any(name < j < top for j in self.children(top, "nsubj")):
            self.hang(verb, top, "ccomp")
        else:
            return
        self.hang(name, verb, "nsubj")

    def name_after_title(self, name: int) -> None:
        """*sanctions on chipmaker SMIC* [obl without preposition]: the name of whom the noun before it describes."""
        noun = name - 1
        if noun < 0 or self.parts[noun] != "NOUN" or self.links[noun] not in ("obl", "obj", "nmod"):
            return
        if self.heads[noun] == self.heads[name] and not self.children(name, "case", "punct"):
            self.hang(name, noun, "appos")

    def subject_list(self, name: int) -> None:
        """*Norway, Oman [appos→ Norway] accuse X*: an apposition would end with a comma."""
        first = self.heads[name]
        verb = self.heads[first]
        beside = first == name - 2 and self.parts[first] == "PROPN" and self.links[first] == "nsubj"
        if beside and verb == name + 1 and self.tags[verb] in ("VBP", "VB", "MD"):
            self.links[name] = "conj"

    def told_infinitive(self, verb: int) -> None:
        """*told Norway not to buy*: what somebody is told to do is controlled by whom it is told."""
        top = self.heads[verb]
        marked = any(self.tags[j] == "TO" for j in self.children(verb, "mark"))
        if marked and not self.has_subject(verb) and any(j < verb for j in self.children(top, "iobj", "obj")):
            self.links[verb] = "xcomp"

    def content_of_report(self, clause: int) -> None:
        """*told X in an interview that Y had …*: a clause with subject, object and *that* is what was said."""
        noun = self.heads[clause]
        that = any(self.lemmas[j] == "that" and self.tags[j] == "IN" for j in self.children(clause, "mark"))
        if not (that and self.has_subject(clause) and self.children(clause, "obj")) or self.links[noun] != "obl":
            return
        verb = self.heads[noun]
        if self.parts[verb] == "VERB" and not self.children(verb, "ccomp"):
            self.hang(clause, verb, "ccomp")

    def agent_under_name(self, name: int) -> None:
        """*sanctions imposed on X [by→ X] Y*: a name has no author, the participle before it has."""
        if not any(self.lemmas[j] == "by" for j in self.children(name, "case")):
            return
        other = self.heads[name]
        verb = self.heads[other]
        if self.parts[other] == "PROPN" and self.links[other] == "nmod" and self.parts[verb] == "NOUN":
            self.hang(name, verb, "nmod")  # "a fine on X by Y"
            return
        done_to = self.parts[other] == "PROPN" and self.links[other] in ("obl", "obj")
        if done_to and self.tags[verb] == "VBN" and not self.children(verb, "obl:agent"):
            self.hang(name, verb, "obl:agent")

    def joint_doer(self, name: int) -> None:
        """*Norway, together with Oman, barred X*: both did."""
        cases = self.children(name, "case")
        adverb = self.heads[name]
        if self.lemmas[adverb] in ("together", "along") and any(self.lemmas[j] == "with" for j in cases):
            noun, words = self.heads[adverb], [adverb, *cases]
        elif any(self.lemmas[j] in ("together", "along") for j in cases):
            subjects = (j for j in self.children(adverb, "nsubj") if j < name < adverb)
            noun, words = (next(subjects, adverb) if self.parts[adverb] == "VERB" else adverb), cases
        else:
            return
        if self.parts[noun] == "PROPN" and noun < name:
            for j in words:
                self.hang(j, name, "cc")
            self.hang(name, noun, "conj")

    def before_subject(self, name: int) -> None:
        """*Norway-Oman talks [nsubj→ resumed] resumed*: a name before a subject belongs to it, not to the verb."""
        verb = self.heads[name]
        top = self.heads[verb]
        if name + 1 == top < verb and self.tags[top] in ("VBZ", "VBP") and not self.has_subject(top):
            self.hang(name, top, "nsubj")  # "Norway [compound→ sale] blocks sale"
            return
        subject = next((j for j in self.children(verb, "nsubj", "nsubj:pass") if name < j < verb), None)
        if self.parts[verb] == "VERB" and subject is not None and subject - name < 6:
            self.hang(name, subject, "compound")

    def preposition(self, case: int) -> None:
        """*a ban on [case→ users] X worries users*: a preposition introduces the name right after it."""
        name, head = case + 1, self.heads[case]
        lower = self.parts[name] == "PROPN" and self.links[name] in ("nmod", "obl") and self.heads[name] < case
        if lower and head != self.heads[name] and not self.children(name, "case"):
            self.hang(case, name, "case")

    def name_before_hyphen(self, hyphen: int) -> None:
        """*barred Alibaba [obj] - owned [amod→ Lazada] Lazada [obj]*: the first name says whose the second is."""
        owner, participle = hyphen - 1, hyphen + 1
        if owner < 0 or participle >= len(self.heads) or self.heads[hyphen] != owner or self.parts[owner] != "PROPN":
            return
        name = self.heads[participle]
        if self.links[participle] == "amod" and self.heads[owner] == self.heads[name] and name > participle:
            self.links[name] = self.links[owner]
            self.hang(owner, participle, "obl:unmarked")

    def recipient(self, name: int) -> None:
        """*denied Huawei [nsubj] a licence [obj]*: who stands between verb and object gets it."""
        verb = self.heads[name]
        subject = any(j < verb for j in self.children(verb, "nsubj"))
        if subject and name == verb + 1 and any(j > name for j in self.children(verb, "obj")):
            self.links[name] = "iobj"
