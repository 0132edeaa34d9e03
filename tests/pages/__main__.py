"""Write the pages."""

from tests.pages import DOCS, PAGES, page

for name in PAGES:
    (DOCS / name).write_text(page(name), encoding="utf-8")
