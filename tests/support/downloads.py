"""Downloads as platforms hand them out, and a folder that none made: content by name."""

from tests.support.collections_given import Files, notebook, zip_bytes

ATTACHED = "Submission attachment(s)"
SAKAI: Files = {
    "grades.csv": (
        '"A0","SCORE_GRADE_TYPE"\n\n'
        '"Display ID","ID","Last Name","First Name","grade","Submission date","Late submission"\n'
        '"jdoe","jdoe","Doe","Jané","","2024-10-01T10:00:00Z","On time"\n'
        '"broe","broe","de la Roe","Bob","","2024-10-03T10:00:00Z","Late"\n'
    ),
    "Doe, Jan_(jdoe)/timestamp.txt": "2024-10-01T10:00:00Z",
    "Doe, Jan_(jdoe)/comments.txt": "",
    f"Doe, Jan_(jdoe)/{ATTACHED}/a0.ipynb": notebook("jane"),
    f"Doe, Jan_(jdoe)/{ATTACHED}/data/x.csv": "1",
    "Doe, Jan_(jdoe)/Feedback Attachment(s)/solution.ipynb": notebook("staff"),
    f"de la Roe, Bob(broe)/{ATTACHED}/a0.zip": zip_bytes({"a0.ipynb": notebook("bob")}),
    "de la Roe, Bob(broe)/timestamp.txt": "2024-10-03T10:00:00Z",
    f"Li, Wei(wli); Kim, Min(mkim)/{ATTACHED}/a0.ipynb": notebook("group"),
    f"Nix, Nan(nnix)/{ATTACHED}/": "",
    f"0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f Anonymous/{ATTACHED}/a0.ipynb": notebook("anon"),
}


def attempt(user: str, time: str, original: str = "") -> str:
    return f"Lab 1_A0_{user}_attempt_2024-10-{time}" + (f"_{original}" if original else ".txt")


BLACKBOARD: Files = {
    attempt("jdoe", "01-12-30-15", "a0.ipynb"): notebook("jane, first"),
    attempt("jdoe", "01-12-30-15"): "Name: Jané Doe (jdoe)\nAssignment: A0\n",
    attempt("jdoe", "02-12-30-15", "a0.ipynb"): notebook("jane, second"),
    attempt("jdoe", "02-12-30-15"): "Name: Jané Doe (jdoe)\nAssignment: A0\n",
    attempt("jdoe", "03-12-30-15"): "Name: Jané Doe (jdoe)\nComments: thanks\n",
    attempt("b_roe", "01-12-30-15", "my_attempt_1.ipynb"): notebook("bob"),
    attempt("b_roe", "01-12-30-15"): "\ufeffName: Bob Roe (b_roe)\n",
    attempt("mallory", "01-12-30-15", "a0.ipynb"): notebook("mallory"),
    attempt("mallory", "01-12-30-15"): "Name: Jané Doe (jdoe)\n",
    attempt("nix", "01-12-30-15"): "Name: =Nan\x1b[2J Nix (nix)\n",
}

BRIGHTSPACE: Files = {
    "index.html": "",
    "101-900 - Doe, Jane - Oct 1, 2024 1230 PM/a0.ipynb": notebook("jane, first"),
    "101-900 - Doe, Jane - Oct 2, 2024 110 AM/a0.ipynb": notebook("jane, second"),
    "101-900 - Doe, Jane - Oct 2, 2024 1259 AM/a0.ipynb": notebook("jane, at night"),
    "102-900 - Mary-Ann Smith - Sep 24, 2024 926 PM/a0.zip": zip_bytes({"a.ipynb": notebook("m")}),
    "103-900 - Nan Nix - Oct 1, 2024 1230 PM/": "",
    "104-900 - Doe, Jane - Oct 1, 2024 1230 PM/a0.ipynb": notebook("another jane"),
}
ILIAS: Files = {
    "Doe_Jane_jdoe_2201/a0.ipynb": notebook("jane"),
    "Doe_Jane_jdoe_2201/data.csv": "1",
    "de_la_Roe_Bob_b.roe_2202/Late Submission - a0.ipynb": notebook("bob"),
    "Team 12/Li_Wei_wli_2203/a0.ipynb": notebook("team"),
    "Team 12/Kim_Min_mkim_2204/": "",
    "Nix_Nan_nnix_2205/": "",
    "Old_Oda_oold_2206/20241001123015_a0.ipynb": notebook("first"),
    "Old_Oda_oold_2206/20241002123015_a0.ipynb": notebook("second"),
    "A0.xlsx": b"PK",
}
LOOSE: Files = {
    "ada/a0.ipynb": notebook("ada"),
    "ben/a0.ipynb.json": notebook("ben"),
    "cem/a0.py": "x = 1",
    "dee/a0.zip": zip_bytes({"notes.txt": "text"}),
    "eli/a0.zip": zip_bytes({"inner.zip": zip_bytes({"a0.ipynb": notebook("eli")})}),
    "fay/a0.rar": b"Rar!",
    "gil/": "",
}
