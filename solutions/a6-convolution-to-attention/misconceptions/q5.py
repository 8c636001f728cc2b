"""What students get wrong in A6, q5 (random_search), and what they read then."""

from autograder.checks import edit, misconception


@misconception(
    "q5",
    "How many of your rates lie below the middle of the range, and how many should?",
    finding="uniform",
)
def random_search():
    """Draws uniformly from ranges"""
    edit("math.exp(dice.uniform(math.log(low), math.log(high)))", "dice.uniform(low, high)")


@misconception("q5", "Is a high score good or bad? Which row do you return?", finding="lowest")
def random_search():
    """The lowest score is taken for the best"""
    edit('max(table, key=lambda row: row["score"])', 'min(table, key=lambda row: row["score"])')


@misconception(
    "q5", "Of several best rows, which does the question ask for?", finding="not the first"
)
def random_search():
    """Of several best ones, takes the last"""
    edit(
        'max(table, key=lambda row: row["score"])',
        'max(reversed(table), key=lambda row: row["score"])',
    )


@misconception(
    "q5",
    "Let run set a seed, as a training does, and print your settings. Whose dice do you throw?",
    finding="general generator",
)
def random_search():
    """Seeds the general generator of Python"""
    edit("dice = random.Random(seed)", "random.seed(seed)\ndice = random")


@misconception(
    "q5",
    "Call your function twice with the same seed. Where does the seed come in?",
    finding="seed ignored",
)
def random_search():
    """Ignores the seed"""
    edit("random.Random(seed)", "random.Random()")


@misconception(
    "q5",
    "Print the settings of your trials. Why are they all alike?",
    finding="same settings in each trial",
)
def random_search():
    """Makes the generator anew for each trial"""
    edit("dice = random.Random(seed)", "pass")
    edit("settings = {}", "settings, dice = {}, random.Random(seed)")


@misconception(
    "q5",
    "Count the calls of run. Each of them may train for minutes.",
    finding="another number of runs",
)
def random_search():
    """Runs each trial twice"""
    edit("score = run(settings)", "run(settings)\nscore = run(settings)")


@misconception("q5", "What is in a row of the table, beside the score?", finding="other table")
def random_search():
    """The table holds scores only"""
    edit('{**settings, "score": score}', '{"score": score}')


@misconception("q5", "Which values of a list never come, in many trials?", finding="other shares")
def random_search():
    """Never draws the last value of a list"""
    edit("dice.choice(values)", "dice.choice(values[:-1] or values)")


@misconception("q5", "best should be the row. What is yours?", finding="best is no row")
def random_search():
    """Returns the best score in place of its row"""
    edit('max(table, key=lambda row: row["score"])', 'max(row["score"] for row in table)')
