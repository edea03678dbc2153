"""The experiment that the first example makes, as a notebook and as a script."""

BASE = """from heygen_widgets import Age, AvatarAttributes, AvatarSweep, HeyGen

client = HeyGen.from_environment()
base = AvatarAttributes(name="Chef", appearance="a chef")"""
SWEEP = (
    'sweep = AvatarSweep(base, style=["Noir", "Pixar"], age=list(Age), '
    'appearance="a chef with {a white hat|a beard|glasses}")\n'
    "sweep"
)
RUN = "await sweep.run(budget=20.0)"
TABLE = "sweep.to_dataframe()"
LOAD = "sweep = AvatarSweep.load(sweep.id, client=client)"
AGAIN = "sweep"

CELLS = 30
MADE = 20
"""How many cells the budget is for: a credit counts a dollar."""
ROWS = 4 * MADE + CELLS - MADE
"""A row for each image, and one for each cell that has none."""

KEY = "a-key-of-tests"
SERVER = (f"--api-key={KEY}", "--duration=0.2")


def account(address: str) -> dict[str, str]:
    """Return the variables that name a server in place of HeyGen."""
    return {"HEYGEN_API_KEY": KEY, "HEYGEN_BASE_URL": address}


def notebook_cells(address: str) -> list[str]:
    """Return the example as cells, with a server in place of HeyGen."""
    served = f"import os\n\nos.environ.update({account(address)})"
    return [served, BASE, SWEEP, RUN, TABLE, f"{LOAD}\n{AGAIN}"]


SHOWN, FOUND, SHOWN_AGAIN = 2, 4, 5
"""Which of these cells show the experiment, its table, and the experiment that was loaded."""


def script() -> str:
    """Return the example as a script, which prints how many rows the table has."""
    steps = (
        *SWEEP.splitlines(),
        RUN,
        f"print(len({TABLE}))",
        LOAD,
        f"print(len({TABLE}))",
    )
    body = "".join(f"    {step}\n" for step in steps)
    return (
        f"import asyncio\n{BASE}\n\n\nasync def main():\n    global sweep\n{body}\n\n"
        "asyncio.run(main())\n"
    )
