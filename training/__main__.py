"""``python -m training --data DIR --out kg/language/model``: public data in, model files out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from kg.language.pieces import WordPieces
from training.corpus import read_corpus
from training.export import export
from training.fit import fit
from training.gmb import read_gmb_words
from training.lemma_table import lemma_table
from training.network import Network, encoder_folder
from training.sources import SourceError, check_sources
from training.windows import Labels, WindowMaker

VERSION = "1.0.0"


def main() -> int:
    """Check the data, train, export; progress goes to standard error."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files that sources.toml names")
    parser.add_argument("--out", type=Path, default=Path("kg/language/model"), help="where the model files go")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--weights", type=Path, help="keep the averaged weights here after each epoch")
    parser.add_argument("--export-only", action="store_true", help="export --weights as they are")
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
    if options.export_only:
        network.load_state_dict(torch.load(options.weights)["weights"])
    else:
        maker = WindowMaker(WordPieces(vocabulary.read_text(encoding="utf-8").splitlines()), labels)

        def keep(average: Network) -> None:
            if options.weights:
                torch.save({"weights": average.state_dict()}, options.weights)

        network = fit(network, corpus, maker, epochs=options.epochs, seed=options.seed, say=_say, keep=keep)
    lemmas = lemma_table(sentences, read_gmb_words(options.data))
    export(network, labels, lemmas, vocabulary, options.out, VERSION)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
