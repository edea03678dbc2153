"""What the README says is true."""

import ast
import asyncio
import os
import re
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


async def test_every_code_block_runs_in_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEYGEN_SANDBOX", "1")
    names: dict = {}
    for block in BLOCKS:
        if "run_blocking" in block:  # a plain script: it has its own loop
            await asyncio.to_thread(exec, block, {})
            continue
        body = textwrap.indent(block, "    ")
        # Names travel from block to block, as from cell to cell.
        source = f"async def cell():\n    global studio, AvatarStudio\n{body}"
        exec(compile(ast.parse(source), "README.md", "exec"), names)  # noqa: S102
        await names["cell"]()
    assert (tmp_path / "iris.png").exists()


def test_it_names_the_two_commands():
    assert "make demo" in README
    assert "make test" in README
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
