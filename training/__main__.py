"""``python -m training --data DIR --out kg/language/model``: public data in, model files out."""

from __future__ import annotations

import argparse
import copy
import sys
from pathlib import Path

import torch

from kg.extraction.extractor import load_extractor
from kg.language.pieces import WordPieces
from kg.language.pipeline import load_folder
from training.clusters import read_clusters
from training.compact import read_compact
from training.corpus import read_corpus
from training.export import export
from training.fit import fit
from training.gmb import read_gmb_texts, read_gmb_words
from training.lemma_table import lemma_table
from training.lesson import learn_to_read
from training.network import Network, encoder_folder
from training.newswire import read_newswire
from training.reading import Reader
from training.sources import SourceError, check_sources
from training.statements import Json, read_annotated, read_stories
from training.windows import Labels, WindowMaker

VERSION = "1.3.0"
ROOT = Path(__file__).parent
ARTICLES = ROOT / "articles"
GOING_ON = 0.5
"""The rates of a second lesson that goes on, in parts of those it began with."""


def main() -> int:
    """Check the data, train, export; progress goes to standard error."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files that sources.toml names")
    parser.add_argument("--out", type=Path, default=Path("kg/language/model"), help="where the model files go")
    parser.add_argument("--epochs", type=int, default=7, help="of the first lesson: trees, tags, names")
    parser.add_argument("--reading-epochs", type=int, default=4, help="of the second: statements, coreference")
    parser.add_argument("--articles", type=Path, default=ARTICLES, help="folder of annotated articles")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--weights", type=Path, help="keep the averaged weights here after each epoch")
    parser.add_argument(
        "--reader", type=Path, help="keep the second lesson's averaged weights, of all, here after each epoch"
    )
    parser.add_argument("--go-on", action="store_true", help="begin the second lesson with --reader, at half the rates")
    parser.add_argument("--skip-first", action="store_true", help="take the first lesson's --weights as they are")
    options = parser.parse_args()
    try:
        check_sources(options.data)
    except SourceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    corpus = read_corpus(options.data)
    sentences = [sentence for document in corpus.train for sentence in document]
    labels = Labels.of(sentences)
    vocabulary = encoder_folder() / "vocab.txt"
    network = Network(labels, encoder_folder())
    maker = WindowMaker(WordPieces(vocabulary.read_text(encoding="utf-8").splitlines()), labels)
    if options.skip_first:
        network.load_state_dict(torch.load(options.weights)["weights"])
    else:

        def keep(average: Network) -> None:
            if options.weights:
                torch.save({"weights": average.state_dict()}, options.weights)

        network = fit(network, corpus, maker, epochs=options.epochs, seed=options.seed, say=_say, keep=keep)
    lemmas = lemma_table(sentences, read_gmb_words(options.data))

    def write(network: Network, reader: Reader) -> None:
        export(network.eval(), reader.eval(), labels, lemmas, vocabulary, options.out, VERSION)
        if options.reader:
            torch.save({"weights": network.state_dict(), "reader": reader.state_dict()}, options.reader)

    begun = torch.load(options.reader) if options.go_on else None
    teacher = copy.deepcopy(network)
    reader = Reader(network.encoder)
    write(network, reader)  # its parser cuts the articles into words
    learned = read_articles(options.articles)
    learned += read_newswire(read_gmb_texts(options.data), options.articles / "newswire.dat")
    stories = list(read_stories(learned, load_extractor(nlp=load_folder(options.out))))
    clusters = list(read_clusters(options.data, maker, first_number=len(stories)))
    if begun is not None:
        network.load_state_dict(begun["weights"])
        reader.load_state_dict(begun["reader"])
    learn_to_read(
        network,
        reader,
        teacher,
        corpus,
        maker,
        stories,
        clusters,
        epochs=options.reading_epochs,
        seed=options.seed,
        haste=GOING_ON if options.go_on else 1.0,
        say=_say,
        keep=write,
    )
    return 0


def read_articles(folder: Path) -> list[Json]:
    """The annotated articles of a folder, in either form, file by file."""
    articles: list[Json] = []
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.txt")]):
        articles += read_annotated([path]) if path.suffix == ".jsonl" else read_compact(path)
    return articles


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
