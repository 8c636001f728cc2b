"""The Markdown of staff: rendered, and still nothing that runs or loads."""

import pytest

from autograder.report.markdown import markdown, markdown_line


def test_markdown_is_rendered_and_formulas_stay_as_they_are():
    assert markdown("**Rubric.**\n\n- 1: $a_1 * b_1 * c$\n- 0: `x`") == (
        "<p><strong>Rubric.</strong></p>\n<ul>\n"
        '<li>1: <span class="math inline">$a_1 * b_1 * c$</span></li>\n'
        "<li>0: <code>x</code></li>\n</ul>\n"
    )
    assert "<td>1</td>" in markdown("| a |\n|---|\n| 1 |")
    assert markdown_line("+1: *why* $x<y$") == (
        '+1: <em>why</em> <span class="math inline">$x&lt;y$</span>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>1</script>",
        "<img src=x onerror=1>",
        "![x](https://evil.invalid/x.png)",
        "[x](javascript:alert(1))",
        "$</span><script>1</script>$",
        "$$\n<img src=x>\n$$",
        "| <svg/onload=1> |\n|---|\n",
        "```<style>\n</code><script>\n```",
    ],
)
def test_nothing_in_it_is_markup_of_its_own(text):
    for made in (markdown(text), markdown_line(text)):
        for tag in ("<script", "<img", "<svg", "<style", 'href="javascript'):
            assert tag not in made.lower()
