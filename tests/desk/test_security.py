import contextlib
import http.client
import re
import signal
import subprocess
import sys
from urllib.parse import urlencode, urlsplit

import pytest

from autograder.desk.app import make_app
from autograder.desk.history import own_path
from autograder.desk.security import Grader, Guard
from autograder.desk.state import Desk
from autograder.gradebook.decisions import Decisions
from autograder.results.journal import Journal
from tests.support.desk import served
from tests.support.desk_folder import make_folder
from tests.support.made_up_class import simple


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("class") / "out"
    make_folder(out, [simple("ada", 2, points=[2.0]), simple("ben", 1, points=[2.0])])
    return out


@pytest.fixture(scope="module")
def desk(folder):
    with served(folder) as desk:
        yield desk


def ask(desk, path="/", method="GET", body=None, **headers):
    """Ask without a browser: headers by their names, with "_" for "-"."""
    line = http.client.HTTPConnection(urlsplit(desk.root).netloc, timeout=10)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        body = urlencode(body)
        sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
    line.request(method, path, body, sent)
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer, text


def enter(desk):
    """Return the cookie of a browser that has opened the address, and the token of its forms."""
    answer, _ = ask(desk, f"/?token={desk.tokens[0]}")
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    _, page = ask(desk, Cookie=cookie)
    return cookie, re.search(r"X-CSRF-Token&#34;: &#34;(\w+)", page)[1]


def test_the_address_is_left_for_one_without_the_token(desk):
    answer, _ = ask(desk, f"/?token={desk.tokens[0]}&q=a%26b")
    assert answer.status == 303
    assert answer.headers["Location"] == "/?q=a%26b"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert desk.tokens[0] not in cookie


def test_who_comes_from_another_page_gets_a_page_of_ours_first(desk):
    answer, page = ask(desk, f"/?token={desk.tokens[0]}", Sec_Fetch_Site="cross-site")
    assert (answer.status, answer.headers["Refresh"]) == (200, "0; url=/")
    assert "Go on to the desk" in page


@pytest.mark.parametrize("path", ["/", "/history", "/live", "/submission/ada", "/?token=wrong"])
def test_without_the_cookie_nothing_is_shown(desk, path):
    answer, page = ask(desk, path)
    assert answer.status == 403
    assert "ada" not in page
    assert "autograder desk" in page


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "localhost:1"])
def test_a_name_that_is_not_this_servers_is_refused(desk, host):
    cookie, _ = enter(desk)
    answer, _ = ask(desk, Cookie=cookie, Host=host)
    assert answer.status == 400


def test_other_names_of_this_machine_are_its_own(desk):
    cookie, _ = enter(desk)
    port = urlsplit(desk.root).port
    answer, _ = ask(desk, Cookie=cookie, Host=f"localhost:{port}")
    assert answer.status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", None])
def test_a_form_of_another_page_is_refused(desk, folder, origin):
    cookie, csrf = enter(desk)
    headers = {"Origin": origin} if origin else {}
    body = {"csrf": csrf, "question": "q1", "points": "0", "reason": "x"}
    answer, _ = ask(desk, "/submission/ada/override", "POST", body, Cookie=cookie, **headers)
    assert answer.status == 403
    assert overrides(folder) == {}


def overrides(folder):
    with Journal(folder, grader=False) as journal:
        return Decisions(journal).all("override")


def posts(app):
    """Return the paths of all forms."""
    return [
        route.path for route in app._app.routes if "POST" in (getattr(route, "methods", None) or ())
    ]


def test_every_form_needs_its_token(desk, folder):
    with Desk(folder) as known:
        app = make_app(known, Guard([Grader("x")], ["localhost:1"], secure=False))
        paths = posts(app)
    assert len(paths) >= 6
    cookie, _ = enter(desk)
    before = overrides(folder)
    for path in paths:
        path = re.sub(r"\{\w+\}", "ada", path)
        for csrf in ("", "0" * 64):
            answer, page = ask(desk, path, "POST", {"csrf": csrf}, Cookie=cookie, Origin=desk.root)
            assert answer.status == 403, path
            assert "load its page again" in page
    assert overrides(folder) == before


def test_with_all_of_that_a_form_is_taken(desk, folder):
    cookie, csrf = enter(desk)
    body = {"csrf": csrf, "question": "q1", "points": "1,5", "reason": "a typo"}
    answer, _ = ask(desk, "/submission/ben/override", "POST", body, Cookie=cookie, Origin=desk.root)
    assert (answer.status, answer.headers["Location"]) == (303, "/submission/ben#q-q1")
    assert overrides(folder)["ben", "q1"].points == 1.5


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("/submission/ada/override", {"question": "q1", "points": "3"}, "from 0 to 2"),
        ("/submission/ada/override", {"question": "q1", "points": "nan"}, "from 0 to 2"),
        ("/submission/ada/override", {"question": "q1", "points": "1"}, "write why"),
        ("/submission/ada/override", {"question": "q9", "points": "1"}, "no such question"),
        ("/submission/ada/comment", {"cell": "1", "text": "x"}, "no such cell"),
        ("/submission/ada/complaint", {"text": " "}, "is empty"),
        ("/submission/ada/complaint", {"id": "x", "answer": "y"}, "no such complaint"),
        ("/undo", {"action": "x"}, "no action"),
        ("/undo", {"action": "99999"}, "no action 99999"),
        ("/complaints", {"table": "x"}, "no file was chosen"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(desk, path, body, sentence):
    cookie, csrf = enter(desk)
    body = {"csrf": csrf, **body}
    answer, page = ask(desk, path, "POST", body, Cookie=cookie, Origin=desk.root)
    assert answer.status == 400
    assert sentence in page


def test_nobody_is_not_found(desk):
    cookie, csrf = enter(desk)
    assert ask(desk, "/submission/..%2F..%2Fetc", Cookie=cookie)[0].status == 404
    body = {"csrf": csrf}
    answer, _ = ask(desk, "/submission/x/again", "POST", body, Cookie=cookie, Origin=desk.root)
    assert answer.status == 404


def test_a_request_that_is_too_large_is_given_up(desk):
    cookie, _ = enter(desk)
    line = http.client.HTTPConnection(urlsplit(desk.root).netloc, timeout=30)
    line.putrequest("POST", "/undo")
    for name, value in (("Cookie", cookie), ("Origin", desk.root)):
        line.putheader(name, value)
    line.putheader("Content-Type", "application/x-www-form-urlencoded")
    line.putheader("Transfer-Encoding", "chunked")
    line.endheaders()
    block = b"a" * (1 << 20)
    for _ in range(40):
        line.send(b"%x\r\n%s\r\n" % (len(block), block))
    line.send(b"0\r\n\r\n")
    assert line.getresponse().status in (400, 413)
    line.close()
    assert ask(desk, Cookie=cookie)[0].status == 200


@pytest.mark.parametrize("path", ["/", "/static/desk.js", "/nothere", "/?token=x"])
def test_every_answer_says_what_a_page_may_do(desk, path):
    cookie, _ = enter(desk)
    answer, _ = ask(desk, path, Cookie=cookie)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_only_files_for_pages_are_served(desk):
    for path in ("/static/../security.py", "/static/%2e%2e/security.py", "/static//etc/passwd"):
        assert ask(desk, path)[0].status in (403, 404)
    assert ask(desk, "/static/vendor/katex/LICENSE")[0].status == 200


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ("/history?page=2", "/history?page=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("http://evil.example", "/"),
        ("/x\r\nSet-Cookie: a", "/"),
        (None, "/"),
    ],
)
def test_a_form_leads_back_to_this_server_only(sent, path):
    assert own_path(sent) == path


def run(*arguments):
    command = [sys.executable, "-m", "autograder", "desk", "--no-browser", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--host", "0.0.0.0"], "rather than all of them"),
        (["--host", "grading.example"], "give --certificate and --key for TLS, and --graders"),
        (["--certificate", "x.pem"], "--certificate and --key belong together"),
        (["--certificate", "x.pem", "--key", "y.pem"], "cannot be used for TLS"),
        (["--graders", "nothere.txt"], "nothere.txt cannot be read"),
        (["--port", "1000000"], "--port 1000000 is none; give one from 1 to 65535"),
    ],
)
def test_what_would_not_be_safe_is_refused_in_a_line(folder, options, sentence):
    done = run(folder, *options)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_without_a_class_is_refused(tmp_path):
    done = run(tmp_path)
    assert done.returncode == 2
    assert "give the --out folder of autograder grade" in done.stderr


def test_ctrl_c_ends_it_while_a_page_listens(folder):
    with served(folder) as desk:
        cookie, _ = enter(desk)
        netloc = urlsplit(desk.root).netloc
        with contextlib.closing(http.client.HTTPConnection(netloc, timeout=10)) as line:
            line.request("GET", "/live", headers={"Cookie": cookie})
            answer = line.getresponse()
            assert answer.readline() == b"retry: 2000\n"
            desk.process.send_signal(signal.SIGINT)
            assert desk.process.wait(60) == 0
        assert "Traceback" not in desk.process.stderr.read()


def test_graders_have_tokens_of_their_own(folder, tmp_path):
    names = tmp_path / "graders.txt"
    names.write_text("\ufeffada\n\nben\n", encoding="utf-8")
    with served(folder, "--graders", str(names)) as desk:
        assert len(set(desk.tokens)) == 2
        assert [line.partition(":")[0] for line in desk.lines[:2]] == ["ada", "ben"]
        answer, _ = ask(desk, f"/?token={desk.tokens[1]}")
        _, page = ask(desk, Cookie=answer.headers["Set-Cookie"].partition(";")[0])
        assert '<p class="who">ben' in page
        # the token of one grader's forms is not that of another
        cookie, _ = enter(desk)
        csrf = re.search(r"X-CSRF-Token&#34;: &#34;(\w+)", page)[1]
        answer, _ = ask(
            desk, "/undo", "POST", {"csrf": csrf, "action": "1"}, Cookie=cookie, Origin=desk.root
        )
        assert answer.status == 403
