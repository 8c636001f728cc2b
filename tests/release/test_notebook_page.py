"""Pages made of notebooks, in a real browser: everybody can read them."""

import base64
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.release.notebook_page import notebook_page
from tests.support.browser import needs_a_browser
from tests.support.desk import WIDTHS, browser, violations
from tests.support.figures import words_of_figures
from tests.support.repository import REPOSITORY

SLUGS = sorted(path.stem for path in (REPOSITORY / "assignments").glob("*/*.ipynb"))
DOT = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
COLOURS = "".join(f"\x1b[{code}mtext {code}\x1b[0m " for code in (*range(30, 38), *range(90, 98)))
MARKED = "\x1b[43m\x1b[31mraise\x1b[39m \x1b[32mValueError\x1b[39m\x1b[34m1\x1b[0m"
CODE = '''\
# all that code is coloured by
@decorated
class Some(Module):
    """What it is."""

    def f(self, x: float = 2.0) -> str:
        if x not in [1, 0x1F, None, True]:
            raise ValueError(f"a {x!r}\\n" + r"\\d" + b"b".decode())
        return x @ self.w ** 2 >= len(lambda: 1j)

%matplotlib inline
!ls
'''


def figure() -> NotebookNode:
    return new_code_cell(
        "plt.show()", outputs=[new_output("display_data", data={"image/png": DOT})]
    )


def colourful() -> NotebookNode:
    """Return a notebook with every colour that the theme has for code and output."""
    text = "# Title\n\n[A link](https://pytorch.org) in a text, and `code`.\n\n"
    text += "```python\n# so\nx = 1.0\n```"
    outputs = [
        new_output("stream", name="stdout", text=COLOURS),
        new_output("stream", name="stderr", text=COLOURS),
        new_output("error", ename="E", evalue="e", traceback=[COLOURS, MARKED]),
        new_output("execute_result", data={"text/plain": "1"}, execution_count=3),
    ]
    code = new_code_cell(CODE, outputs=outputs, execution_count=3)
    notebook = new_notebook(cells=[new_markdown_cell(text), code, figure()])
    notebook.metadata.language_info = {"name": "python", "pygments_lexer": "ipython3"}
    return notebook


def found_in(pages: list[Path]) -> list[str]:
    """Return what axe-core finds in pages, a line each; the network is away."""
    found = []
    with browser() as chromium:
        for path in pages:
            for width in WIDTHS:
                tab = chromium.new_page(viewport={"width": width, "height": 900})
                tab.route(re.compile("^https?:"), lambda route: route.abort())
                tab.goto(path.as_uri())
                found += [f"{path.name} {width}: {line}" for line in violations(tab)]
                tab.close()
    return found


@needs_a_browser
def test_axe_finds_nothing_in_any_colour_of_code_and_output(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text(notebook_page(colourful(), "Colours"), encoding="utf-8")
    assert found_in([page]) == []


@needs_a_browser
@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_axe_finds_nothing_in_the_page_of_a_solution(all_built: Path, slug: str):
    assert found_in([all_built / "dist" / slug / f"{slug}-solution.html"]) == []


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_each_figure_of_a_solution_is_in_its_page_with_words_of_its_own(all_built: Path, slug: str):
    page = (all_built / "dist" / slug / f"{slug}-solution.html").read_text(encoding="utf-8")
    words = [told for _, told in re.findall(r"<img alt=([\"'])(.+?)\1\s", page)]
    notebook = nbformat.read(REPOSITORY / "assignments" / slug / f"{slug}.ipynb", as_version=4)
    assert len(words) == page.count("<img") == len(words_of_figures(list(notebook.cells)))
    assert len(set(words)) == len(words)
    assert not any("drawn by the code" in told for told in words)


def test_a_figure_has_the_words_beside_it_as_its_alternative_text():
    seen = '*What is seen:* a **blue** curve\nthat "falls" below <1.\n\nNow train longer.'
    texts = [new_markdown_cell(text) for text in ("Look.", seen)]
    page = notebook_page(new_notebook(cells=[figure(), *texts]), "T")
    assert "alt='A blue curve that \"falls\" below &lt;1.'" in page
    untold = notebook_page(new_notebook(cells=[figure()]), "T")
    assert 'alt="Figure drawn by the code of this cell"' in untold
    own = figure()
    own.outputs[0].metadata["alt"] = "A map."
    assert 'alt="A map."' in notebook_page(new_notebook(cells=[own, *texts]), "T")
