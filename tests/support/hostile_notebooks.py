"""Notebooks that try to run something, to load something, or to break the page around them."""

import base64
import json
from functools import cache

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

SVG = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
FAR = "http://evil.example"


def _markdown(*texts):
    return [new_markdown_cell(text) for text in texts]


def _shown(**data):
    return [new_code_cell("show()", outputs=[new_output("display_data", data=data)])]


def _attached(name, kind, data):
    cell = new_markdown_cell(f"![a picture](attachment:{name})")
    cell.attachments = {name: {kind: base64.b64encode(data).decode()}}
    return [cell]


@cache
def hostile_cells():
    """Return lists of cells by what they try."""
    deep = "\n".join("  " * depth + "- x" for depth in range(400))
    return {
        "script": _markdown("<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js>"),
        "handlers": _markdown("<img src=x onerror=alert(1)><b onmouseover=alert(1)>b</b>"),
        "svg": _markdown(SVG, f"![x](data:image/svg+xml,{SVG})"),
        "mathml": _markdown("<math><mtext></mtext><mi//xlink:href='data:x,<script>alert(1)'>"),
        "mutation": _markdown("<svg><style><img src=x onerror=alert(1)></style></svg><noscript>"),
        "template": _markdown("<template><script>alert(1)</script></template><xmp><img src=x>"),
        "iframe": _markdown(f"<iframe src='{FAR}'></iframe><object data='{FAR}'></object>"),
        "embed": _markdown(f"<embed src='{FAR}'><video src='{FAR}' autoplay></video>"),
        "picture": _markdown(f"![x]({FAR}/x.png) <img src='{FAR}/x.png' srcset='{FAR}/y.png 2x'>"),
        "background": _markdown(f"<table background='{FAR}/x.png'><tr><td>x</td></tr></table>"),
        "refresh": _markdown(f"<meta http-equiv='refresh' content='0; url={FAR}'>"),
        "base": _markdown(f"<base href='{FAR}/'><link rel='stylesheet' href='{FAR}/x.css'>"),
        "prefetch": _markdown(f"<link rel='dns-prefetch' href='{FAR}'>[far away]({FAR}/page)"),
        "style": _markdown("<style>* { display: none }</style><p style='position: fixed'>x</p>"),
        "import": _markdown(f"<style>@import url({FAR}/x.css); body {{ color: red }}</style>"),
        "form": _markdown(f"<form action='{FAR}'><input name='csrf'><button>Save</button></form>"),
        "formaction": _markdown("<button formaction='/undo' form='x'>x</button><input type=image>"),
        "htmx": _markdown(
            "<div hx-get='/history' hx-trigger='load' hx-target='#main'>x</div>"
            "<div data-hx-post='/undo' data-hx-trigger='load'>x</div>"
        ),
        "clobber": _markdown(
            "<a id='main' name='body'>x</a><form id='notice' name='forms'></form>"
        ),
        "dialog": _markdown("<dialog open>x</dialog><details open ontoggle=alert(1)>x</details>"),
        "javascript": _markdown(
            "[x](javascript:alert(1)) <a href='java\tscript:alert(1)'>x</a> "
            "<a href='&#106;avascript:alert(1)'>x</a> [y](<javascript:alert(1)>)"
        ),
        "data links": _markdown("[x](data:text/html,<script>alert(1)</script>) [y](vbscript:x)"),
        "reference": _markdown(f"[x][1] ![y][1]\n\n[1]: {FAR}/z.png 'x'", f"<{FAR}/auto>"),
        "comment": _markdown("<!--><img src=x onerror=alert(1)>-->", "<![CDATA[<script>x]]>"),
        "closing": _markdown("</div></main></body></html><script>alert(1)</script>"),
        "latex href": _markdown("$\\href{javascript:alert(1)}{x}$ $\\url{javascript:alert(1)}$"),
        "latex picture": _markdown(f"$\\includegraphics{{{FAR}/x.png}}$ $\\htmlId{{main}}{{x}}$"),
        "latex style": _markdown("$\\htmlStyle{position:fixed}{x}$ $\\htmlClass{top}{x}$"),
        "latex bomb": _markdown("$\\def\\a{\\a\\a}\\a$ $\\def\\b#1{\\b{#1#1}}\\b{x}$"),
        "latex size": _markdown("$\\rule{9999em}{9999em}$ $\\kern{-9999em}x\\raisebox{999em}{y}$"),
        "latex deep": _markdown(
            "$" + "\\frac{1}{" * 300 + "x" + "}" * 300 + "$",
            "$" + "{" * 900 + "}" * 900 + "$",
            "$" + "\\sqrt" * 300 + "x$",
            "$" + "\\hat " * 900 + "x$",
            "$" + "x^{" * 400 + "}" * 400 + "$",
            "$" + "\\left(" * 300 + "\\right)" * 300 + "$",
            "$" + "\\begin{matrix}" * 90 + "\\end{matrix}" * 90 + "$",
        ),
        "latex many": _markdown(" ".join(["$x^2$"] * 6000)),
        "latex wide": _markdown("$" + "x+" * 900 + "x$\n\n$$" + "x+" * 900 + "x$$"),
        "html output": _shown(**{"text/html": f"<script>alert(1)</script><img src='{FAR}/x'>"}),
        "javascript output": _shown(**{"application/javascript": "alert(1)"}),
        "svg output": _shown(**{"image/svg+xml": SVG, "text/plain": SVG}),
        "widget": _shown(**{"application/vnd.jupyter.widget-view+json": {"model_id": "x"}}),
        "latex output": _shown(**{"text/latex": "$\\href{javascript:alert(1)}{x}$"}),
        "false picture": _shown(**{"image/png": base64.b64encode(SVG.encode()).decode()}),
        "attachment": [
            *_attached("x.svg", "image/svg+xml", SVG.encode()),
            *_attached('"><script>alert(1)</script>', "image/png", b"GIF89a"),
            *_attached("javascript:alert(1)", "text/html", b"<script>alert(1)</script>"),
        ],
        "terminal": [
            new_code_cell(
                "x",
                outputs=[
                    new_output("stream", text="\x1b]8;;javascript:alert(1)\x07x\x1b[31m\x00\x08"),
                    new_output("error", ename="<b>", evalue="<script>", traceback=[f"{SVG}\n"]),
                ],
            )
        ],
        "huge line": [new_code_cell("x" * 300_000), *_markdown("y" * 300_000)],
        "many lines": [new_code_cell("x\n" * 20_000), *_markdown("# y\n" * 5_000)],
        "deep lists": _markdown(deep, ">" * 3_000 + " x", "<div>" * 5_000, "[" * 5_000),
        "wide table": _markdown("|" + "a|" * 900 + "\n|" + "-|" * 900 + "\n|" + "x|" * 900),
        "spans": _markdown("<table><tr><td colspan=99999 rowspan=99999>x</td></tr></table>"),
        "bidi": [
            new_code_cell("if x:  # \u202e }\u2066 if\u2069 \u2066 begin\n    pass"),
            *_markdown("\u202e\u2067reversed\u2066 \u200f" + "\u0301" * 3_000 + "Z\u0489" * 500),
        ],
        "headings": _markdown("# one\n\n###### six\n\n<h1>raw</h1>\n\n<main>m</main><nav>n</nav>"),
        "raw": [new_raw_cell("<script>alert(1)</script>\n" + SVG)],
        "templates": _markdown("{{ 7 * 7 }} {% include '/etc/passwd' %} ${7*7} <%= 7 %>"),
        "code": [
            new_code_cell(
                "'''</code></div><script>alert(1)</script>'''\n# <img src=x onerror=alert(1)>"
            )
        ],
        "many cells": [new_code_cell("pass")] * 3_000,
    }


def write_hostile_at_once(folder):
    """Write one notebook that tries all but what is only about its size."""
    sizes = ("huge line", "many lines", "many cells", "latex many")
    cells = [cell for what, some in hostile_cells().items() if what not in sizes for cell in some]
    return _write(folder / "all.ipynb", cells)


def write_hostile(folder, *wanted):
    """Write a notebook for each, or for those that are named, and return their paths by that."""
    return {
        what: _write(folder / f"{number}.ipynb", cells)
        for number, (what, cells) in enumerate(hostile_cells().items())
        if not wanted or what in wanted
    }


def _write(path, cells):
    # of their own, as the next notebook may have the same cells
    numbered = [NotebookNode(cell, id=f"c{index}") for index, cell in enumerate(cells)]
    notebook = new_notebook(cells=numbered)
    notebook.metadata.title = "<script>alert(1)</script>"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path
