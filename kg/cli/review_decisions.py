"""`kg review GRAPH accept`, `reject`, `correct`, `merge`, `split`, `undo`: one decision at a time."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.reviewing import Asked, decision_options, opened, reviewer_of, take


@click.command(short_help="These are right.")
@click.argument("evidence", metavar="ID…", nargs=-1, required=True)
@decision_options
@click.pass_obj
def accept(asked: Asked, /, evidence: tuple[str, ...], **given: Any) -> None:
    """Accept pieces of evidence as they are.

    \b
    Example:
      kg review news accept e-3f9a1c22b0d4 e-7a8387435c7a --by Ada
    """
    from kg.review.taking import acceptance

    with opened(asked) as graph:
        reviewer = reviewer_of(asked, graph, **given)
        take(graph, (acceptance(graph, graph.track(one), reviewer) for one in evidence))


@click.command(short_help="These are wrong.")
@click.argument("evidence", metavar="ID…", nargs=-1, required=True)
@decision_options
@click.pass_obj
def reject(asked: Asked, /, evidence: tuple[str, ...], **given: Any) -> None:
    """Reject pieces of evidence: they leave the graph, and stay in the file of decisions.

    \b
    Example:
      kg review news reject e-3f9a1c22b0d4 --why "about another firm"
    """
    from kg.review.taking import rejection

    with opened(asked) as graph:
        reviewer = reviewer_of(asked, graph, **given)
        take(graph, (rejection(graph, graph.track(one), reviewer) for one in evidence))


@click.command(short_help="This is so, instead.")
@click.argument("evidence", metavar="ID")
@click.option("--subject", metavar="NAME", help="Who does it: a name or IRI; “Acme (new company)” is somebody new.")
@click.option("--relation", metavar="NAME", help="What is done, such as bars or sanctions.")
@click.option("--object", metavar="NAME", help="To whom.")
@click.option(
    "--status", metavar="STATUS", help="As in every table (“planned”, “claimed by X”) or in terms (“requested”)."
)
@click.option("--according-to", metavar="NAME;…", help="Who says so, nearest first; empty for the article itself.")
@click.option("--time", metavar="TIME", help="2019-01-27, 2019-01, 2019, 2012/..; empty for none.")
@click.option("--place", metavar="NAME", help="Where it applies; empty for nowhere.")
@decision_options
@click.pass_obj
def correct(asked: Asked, /, evidence: str, by: str | None, on: str | None, why: str, **words: Any) -> None:
    """Set a piece of evidence right. Its id changes with what it says; the old id still finds it.

    \b
    Example:
      kg review news correct e-3f9a1c22b0d4 --status "asked for, not done" --why "a demand"
    """
    from kg.review.taking import Correction, correction

    if all(value is None for value in words.values()):
        raise click.UsageError("say what is right: --subject, --relation, --object, --status, --time …")
    with opened(asked) as graph:
        reviewer = reviewer_of(asked, graph, by=by, on=on, why=why)
        take(graph, [correction(graph, graph.track(evidence), Correction(**words), reviewer)])


@click.command(short_help="These two are one.")
@click.argument("one")
@click.argument("other")
@decision_options
@click.pass_obj
def merge(asked: Asked, /, one: str, other: str, **given: Any) -> None:
    """Say that ONE is OTHER, everywhere: ONE's names become names of OTHER, and their statements join.

    ONE and OTHER are names or IRIs; kg review GRAPH candidates proposes some.

    \b
    Example:
      kg review news merge "Huawei Tech" Huawei
    """
    from kg.review.taking import merging

    with opened(asked) as graph:
        take(graph, [merging(graph, one, other, reviewer_of(asked, graph, **given))])


@click.command(short_help="This one is two.")
@click.argument("entity")
@click.option(
    "--article", "articles", metavar="ID", multiple=True, help="An article in which it is another; repeatable."
)
@click.option("--evidence", metavar="ID", multiple=True, help="A piece of evidence in which it is another; repeatable.")
@click.option(
    "--into", metavar="NAME", required=True, help="Who it is there: somebody known, or new and of the same type."
)
@decision_options
@click.pass_obj
def split(
    asked: Asked, /, entity: str, articles: tuple[str, ...], evidence: tuple[str, ...], into: str, **given: Any
) -> None:
    """Say that ENTITY is somebody else in some articles or pieces of evidence.

    \b
    Example:
      kg review news split Georgia --article atlanta-ban --into "Georgia (U.S. state)"
    """
    from kg.review.taking import splitting

    with opened(asked) as graph:
        take(graph, splitting(graph, entity, into, articles, evidence, reviewer_of(asked, graph, **given)))


@click.command(short_help="Take a decision back.")
@click.argument("decision", metavar="[ID]", required=False)
@decision_options
@click.pass_obj
def undo(asked: Asked, /, decision: str | None, **given: Any) -> None:
    """Take back the last decision, or the one with an ID d-… as kg review GRAPH list shows it.

    \b
    Examples:
      kg review news undo
      kg review news undo d-5da73de022c6
    """
    from kg.review.taking import withdrawal

    with opened(asked) as graph:
        take(graph, [withdrawal(graph, decision, reviewer_of(asked, graph, **given))])
