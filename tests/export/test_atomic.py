"""A file is the old one or the whole new one, also where two processes write it."""

import subprocess
import sys

from kg.export.atomic import whole_or_nothing

OTHER = """
import sys
from pathlib import Path
from kg.export.atomic import whole_or_nothing
with whole_or_nothing(Path(sys.argv[1])) as stream:
    stream.write(b"other")
"""


def test_two_processes_that_write_one_file_do_not_mix(tmp_path):
    path = tmp_path / "x.ttl"
    with whole_or_nothing(path) as stream:
        stream.write(b"one, ")
        stream.flush()
        subprocess.run([sys.executable, "-c", OTHER, str(path)], check=True)
        assert path.read_bytes() == b"other"
        stream.write(b"and whole")
    assert path.read_bytes() == b"one, and whole"
    assert list(tmp_path.iterdir()) == [path]
