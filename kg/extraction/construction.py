"""How a statement is told, in one word that begins its rule: active, passive, nominal, relative …"""

from __future__ import annotations

from collections.abc import Iterable

from kg.language.syntax import Node, is_passive

_LIGHT = frozenset({"light", "undergoer", "coordinated"})


def construction_of(trigger: Node, roles: Iterable[str]) -> str:
    """Active, passive, nominal, light-verb, relative, participial, control, coordination or compound.

    From the trigger's place in the parse and the roles that were filled.

    Gear barred by Norway         barred ←acl      participial
    Norway, which barred Huawei   barred ←relcl    relative
    urged Norway to bar Huawei    bar ←xcomp       control
    sued Huawei and barred ZTE    barred ←conj     coordination
    """
    if trigger.is_noun:
        return "light-verb" if _LIGHT.intersection(roles) else "nominal"
    if not trigger.is_verb and trigger.link in ("amod", "compound"):
        return "compound"
    if trigger.link == "acl:relcl":
        return "relative"
    own = trigger.child("nsubj", "nsubj:pass") is not None
    if trigger.link in ("xcomp", "acl", "advcl", "ccomp", "csubj", "obl") and not own:
        infinitive = trigger.prep == "to" or trigger.link == "xcomp"
        return "control" if infinitive or (trigger.tag == "VBG" and trigger.prep) else "participial"
    if trigger.link == "conj" and not own:
        return "coordination"
    return "passive" if is_passive(trigger) else "active"
