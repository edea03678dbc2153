"""The built front end: from the present sources, alone with Vue, and shared by all widgets."""

import asyncio
import hashlib
import json
import re
from pathlib import Path

import comm
import ipyvue
import pytest
from comm.base_comm import BaseComm

from heygen_widgets.widgets import bundle

FRONTEND = Path(__file__).parents[2] / "frontend"
SETTINGS = ("package-lock.json", "tsconfig.json", "vite.config.ts")
# Of a statement; the words of the studio may hold "import" as well.
START = r"(?m)(?:^|[;}])"
EXPORTS = {
    bundle.STUDIO: ["Studio"],
    bundle.AVATARS: ["Library", "Panel"],
    bundle.SWEEP: ["Sweep"],
}
MOST = 80_000


def hash_of_sources():
    """Return what vite.config.ts writes into line 1: the hash of a list of hashes and names."""
    sources = [path for path in FRONTEND.glob("src/**/*") if path.is_file()]
    names = [path.relative_to(FRONTEND).as_posix() for path in sources if path.name[0] != "."]
    lines = ""
    for name in sorted([*names, *SETTINGS]):
        text = (FRONTEND / name).read_bytes().replace(b"\r\n", b"\n")
        lines += f"{hashlib.sha256(text).hexdigest()}  {name}\n"
    return hashlib.sha256(lines.encode()).hexdigest()


def code(module):
    return bundle.MODULES[module].read_text("utf-8").partition("\n")[2]


class FrontEnd:
    """The other end of all comms: keeps what it is sent, kind and state of each message."""

    def __init__(self):
        self.messages = []
        self._news = asyncio.Event()

    def take(self, kind, state):
        self.messages.append((kind, state))
        self._news.set()

    def opened(self, model):
        opened = [state for kind, state in self.messages if kind == "comm_open"]
        return [state for state in opened if state["_model_name"] == model]

    async def until_sent(self, code):
        """Wait until this code was sent, for a new module or for one that is there."""
        async with asyncio.timeout(10):
            while all(state.get("code") != code for _, state in self.messages):
                self._news.clear()
                await self._news.wait()


class LiveComm(BaseComm):
    """A comm with a front end at its other end."""

    def __init__(self, front_end, **options):
        self._front_end = front_end
        super().__init__(**options)

    def publish_msg(self, msg_type, data=None, **_):
        self._front_end.take(msg_type, (data or {}).get("state", {}))


@pytest.fixture(autouse=True)
def _new_kernel(monkeypatch):
    monkeypatch.setattr(bundle, "_TEMPLATES", {})
    for registry in ("_module_names", "_module_widgets", "_module_dependencies"):
        kept = getattr(ipyvue.esm, registry)
        monkeypatch.setattr(ipyvue.esm, registry, type(kept)())


@pytest.fixture
def front_end(monkeypatch):
    there = FrontEnd()
    monkeypatch.setattr(comm, "create_comm", lambda **options: LiveComm(there, **options))
    return there


@pytest.fixture
def built(monkeypatch, tmp_path):
    """A built module that a test can build anew."""
    path = tmp_path / "module.mjs"
    path.write_text("export const Studio = 1;\n")
    monkeypatch.setitem(bundle.MODULES, bundle.STUDIO, path)
    return path


@pytest.mark.parametrize("module", EXPORTS)
def test_a_module_is_built_from_the_present_sources(module):
    first = bundle.MODULES[module].read_text("utf-8").partition("\n")[0]
    assert first == f"/* sources: {hash_of_sources()} */", "run `make frontend` and commit"


@pytest.mark.parametrize("module", EXPORTS)
def test_a_module_imports_nothing_but_vue(module):
    text = code(module)
    imports = re.findall(rf"""{START}(?:im|ex)port[\w\s{{}},*$]*(["'])(.+?)\1""", text)
    assert [name for _, name in imports] == ["vue"]
    assert "import(" not in text


@pytest.mark.parametrize("module", EXPORTS)
def test_a_module_exports_its_widgets_and_has_no_default_export(module):
    # ipyvue takes a default export with an `install` for a plugin of every app.
    (exports,) = re.findall(rf"{START}export\b(.*?)(?:;|$)", code(module))
    assert sorted(re.findall(r"(\w+)\s*[,}]", exports)) == EXPORTS[module]


def test_a_module_costs_a_notebook_no_more_than_80_kb():
    assert {
        name: len(json.dumps(code(name))) for name in EXPORTS if len(json.dumps(code(name))) > MOST
    } == {}


def test_the_second_module_travels_when_it_is_first_used(front_end):
    bundle.template("Studio")
    assert [state["name"] for state in front_end.opened("ModuleModel")] == [bundle.STUDIO]
    bundle.template("Library", bundle.AVATARS)
    assert [state["name"] for state in front_end.opened("ModuleModel")] == [
        bundle.STUDIO,
        bundle.AVATARS,
    ]


def test_widgets_share_one_template_and_one_module(front_end):
    assert bundle.template("Studio") is bundle.template("Studio")
    assert [state["esm_export"] for state in front_end.opened("TemplateModel")] == ["Studio"]
    assert [state["name"] for state in front_end.opened("ModuleModel")] == ["heygen-widgets"]


def test_a_second_component_travels_in_the_same_module(front_end):
    assert bundle.template("Studio") is not bundle.template("Groups")
    assert len(front_end.opened("TemplateModel")) == 2
    assert len(front_end.opened("ModuleModel")) == 1


def test_the_module_waits_for_none_that_the_user_defined_before(front_end):
    ipyvue.define_module("of-the-user", code="export const a = 1;")
    bundle.template("Studio")
    assert [state["dependencies"] for state in front_end.opened("ModuleModel")] == [[], []]


def test_what_was_made_without_a_front_end_is_made_again_for_one(request):
    without = bundle.template("Studio")
    front_end = request.getfixturevalue("front_end")
    assert bundle.template("Studio") is not without
    assert len(front_end.opened("TemplateModel")) == len(front_end.opened("ModuleModel")) == 1


def test_what_was_closed_is_made_again(front_end):
    bundle.template("Studio").close()
    ipyvue.esm._module_widgets[bundle.STUDIO].close()
    bundle.template("Studio")
    assert len(front_end.opened("TemplateModel")) == len(front_end.opened("ModuleModel")) == 2


async def test_watching_sends_each_new_build_to_the_same_module(front_end, built):
    bundle.template("Studio")
    task = bundle.watch(interval=0.001)
    built.unlink()
    built.write_text("export const Studio = 2;\n")
    await front_end.until_sent("export const Studio = 2;\n")
    task.cancel()
    assert len(front_end.opened("ModuleModel")) == 1


async def test_watching_goes_on_while_a_build_has_removed_the_file(front_end, built):
    bundle.template("Studio")
    task = bundle.watch(interval=0)
    await asyncio.sleep(0)
    built.unlink()
    for _ in range(10):
        await asyncio.sleep(0)
    built.write_text("export const Studio = 3;\n")
    await front_end.until_sent("export const Studio = 3;\n")
    assert not task.done()
    task.cancel()


async def test_watching_sends_nothing_while_the_file_stays_as_it_is(front_end, built):
    bundle.template("Studio")
    before = len(front_end.messages)
    task = bundle.watch(interval=0)
    built.touch()
    for _ in range(10):
        await asyncio.sleep(0)
    task.cancel()
    assert len(front_end.messages) == before
