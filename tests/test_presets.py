from __future__ import annotations

import json
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

from heygen_widgets.config import paths
from heygen_widgets.errors import ConfigurationError, HistoryError, InvalidAttributes, NotFound
from heygen_widgets.models.attributes import VOCABULARY, AvatarAttributes
from heygen_widgets.presets import Presets
from heygen_widgets.runtime.file_lock import locked
from tests.models.test_attributes import ADA, sendable

SAVES = """
import sys
from heygen_widgets import AvatarAttributes
from heygen_widgets.presets import Presets

presets = Presets(sys.argv[1])
sys.stdin.readline()
for number in range(15):
    name = f"{sys.argv[2]}-{number}"
    presets.save(name, AvatarAttributes(name=name, appearance="A smile"))
    presets.save(f"{name} for a moment", AvatarAttributes(name=name, appearance="A smile"))
    presets.delete(f"{name} for a moment")
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "some" / "presets.json"


@pytest.fixture
def presets(file):
    return Presets(file)


def test_a_saved_preset_is_read_back(presets):
    presets.save("Baker", ADA)
    assert presets.get("Baker") == ADA
    assert Presets(presets._path).get("Baker") == ADA


def test_names_are_sorted_regardless_of_case(presets):
    for name in ("zebra", "Baker", "apple", "Zebra", "émigré"):
        presets.save(name, ADA)
    assert presets.names() == ["apple", "Baker", "Zebra", "zebra", "émigré"]


def test_saving_under_an_old_name_replaces_the_attributes(presets):
    presets.save("Baker", ADA)
    presets.save("Baker", ADA.replace(style="Pixar"))
    assert presets.get("Baker").style == "Pixar"
    assert presets.names() == ["Baker"]


def test_deleting_a_preset_keeps_the_others(presets):
    presets.save("Baker", ADA)
    presets.save("Smith", ADA)
    presets.delete("Baker")
    assert presets.names() == ["Smith"]
    with pytest.raises(NotFound, match="no preset 'Baker'"):
        presets.get("Baker")


def test_reading_creates_no_file(presets, file):
    assert presets.names() == []
    for look in (presets.get, presets.delete):
        with pytest.raises(NotFound, match=r"names\(\) lists all"):
            look("Baker")
    assert not file.parent.exists()


def test_presets_are_stored_beside_the_history():
    Presets().save("Baker", ADA)
    assert (paths.home() / "presets.json").exists()
    assert Presets().names() == ["Baker"]


def test_a_notebook_that_changes_its_folder_still_finds_its_presets(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    presets = Presets("mine.json")
    presets.save("Baker", ADA)
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    assert presets.names() == ["Baker"]
    assert "mine.json" in repr(presets)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_only_the_owner_can_read_the_files(presets, file):
    presets.save("Baker", ADA)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert modes == {"presets.json": 0o600, "presets.json.lock": 0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["", " ", "\n\t", "\u3000", "x" * 81, "half \ud83d", None, 7])
def test_an_invalid_name_is_refused(presets, file, name):
    with pytest.raises(InvalidAttributes, match=r"name of the preset: .*Nothing was saved"):
        presets.save(name, ADA)
    assert not file.exists()


def test_a_name_may_have_80_characters(presets):
    presets.save("é" * 80, ADA)
    assert presets.names() == ["é" * 80]


@pytest.mark.parametrize("field", VOCABULARY)
def test_every_value_is_read_back(presets, field):
    for word in VOCABULARY[field]:
        presets.save(word, ADA.replace(**{field: word}))
    assert {name: presets.get(name) for name in presets.names()} == {
        str(word): ADA.replace(**{field: word}) for word in VOCABULARY[field]
    }


@given(sendable(80), sendable(100), sendable(1000))
def test_any_text_is_read_back(tmp_path_factory, name, avatar, appearance):
    presets = Presets(tmp_path_factory.mktemp("presets") / "presets.json")
    attributes = ADA.replace(name=avatar, appearance=appearance)
    presets.save(name, attributes)
    assert presets.names() == [name]
    assert presets.get(name) == attributes


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"\xff\xfe\xfa", b"[" * 100_000, b"null", b"7", b"[]", b"{}"),
        *(b'{"version": 1}', b'{"presets": {}}', b'{"version": "1", "presets": {}}'),
        *(b'{"version": 1, "presets": []}', b'{"version": 1, "presets": {"Baker": "Ada"}}'),
        *(b'{"version": 0, "presets": {}}', b'{"version": null, "presets": {}}'),
    ],
)
def test_a_damaged_file_is_reported_and_not_changed(presets, file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    for call in (
        presets.names,
        lambda: presets.get("Baker"),
        lambda: presets.save("Baker", ADA),
        lambda: presets.delete("Baker"),
    ):
        with pytest.raises(HistoryError, match=r"damaged.*was not changed.*Repair it"):
            call()
    assert file.read_bytes() == content


def test_a_file_of_a_newer_release_is_not_changed(presets, file):
    file.parent.mkdir()
    content = json.dumps({"version": 2, "sets": []})
    file.write_text(content)
    with pytest.raises(HistoryError, match=r"newer heygen_widgets.*Update"):
        presets.save("Baker", ADA)
    assert file.read_text() == content


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"style": "Watercolour"}, "style: 'Watercolour' is not one of"),
        ({"mood": "Happy"}, "mood: is not an attribute"),
        ({"appearance": None}, "appearance: must be text"),
    ],
)
def test_values_of_another_release_are_reported_and_stay_in_the_file(presets, file, changes, said):
    presets.save("Baker", ADA)
    document = json.loads(file.read_text())
    document["presets"]["Painter"] = ADA.to_dict() | changes
    document["made_by"] = "a release to come"
    file.write_text(json.dumps(document))
    assert presets.names() == ["Baker", "Painter"]
    with pytest.raises(InvalidAttributes, match=said) as caught:
        presets.get("Painter")
    assert "'Painter' is kept as it is" in str(caught.value)

    presets.save("Smith", ADA)
    presets.delete("Baker")
    document["presets"]["Smith"] = document["presets"].pop("Baker")
    assert json.loads(file.read_text()) == document


def test_a_preset_of_another_release_can_be_replaced_and_deleted(presets, file):
    file.parent.mkdir()
    strange = {"version": 1, "presets": {"Baker": {"style": "Watercolour"}, "Smith": {}}}
    file.write_text(json.dumps(strange))
    presets.save("Baker", ADA)
    presets.delete("Smith")
    assert {name: presets.get(name) for name in presets.names()} == {"Baker": ADA}


def test_an_error_of_the_file_system_becomes_a_history_error(tmp_path):
    (tmp_path / "file").write_text("")
    presets = Presets(tmp_path / "file" / "presets.json")
    for call in (presets.names, lambda: presets.save("Baker", ADA)):
        with pytest.raises(HistoryError, match=r"can't use .*file.*HEYGEN_WIDGETS_HOME"):
            call()


def test_a_failed_save_leaves_the_old_file_and_no_other(presets, file, monkeypatch):
    presets.save("Baker", ADA)
    before = file.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("heygen_widgets.runtime.atomic_file.os.fsync", full)
    with pytest.raises(HistoryError, match="No space left on device"):
        presets.save("Smith", ADA)
    assert file.read_bytes() == before
    assert {path.name for path in file.parent.iterdir()} == {"presets.json", "presets.json.lock"}
    monkeypatch.undo()
    presets.save("Smith", ADA)


def test_reading_does_not_wait_for_the_lock(presets, file):
    presets.save("Baker", ADA)
    with locked(file.with_name("presets.json.lock")):
        assert presets.names() == ["Baker"]
        assert presets.get("Baker") == ADA


def test_threads_that_save_at_once_lose_no_preset(presets):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: presets.save(f"{number:02}", ADA), range(40)))
    assert presets.names() == [f"{number:02}" for number in range(40)]


def test_processes_that_save_at_once_lose_no_preset(presets, file):
    others = [
        subprocess.Popen([sys.executable, "-c", SAVES, file, str(number)], stdin=subprocess.PIPE)
        for number in range(4)
    ]
    for other in others:
        other.stdin.write(b"go\n")
        other.stdin.close()
    assert [other.wait(timeout=120) for other in others] == [0] * 4
    assert set(presets.names()) == {f"{one}-{number}" for one in range(4) for number in range(15)}
    assert presets.get("3-14") == AvatarAttributes(name="3-14", appearance="A smile")


def test_a_process_that_is_killed_leaves_no_lock(presets, file):
    presets.save("Baker", ADA)
    code = (
        "import pathlib, sys\n"
        "from heygen_widgets.runtime.file_lock import locked\n"
        "with locked(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    lock = file.with_name("presets.json.lock")
    with subprocess.Popen(
        [sys.executable, "-c", code, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline().strip() == b"held"
        other.kill()
        other.wait(timeout=60)
        presets.save("Smith", ADA)
    assert presets.names() == ["Baker", "Smith"]


def test_a_deleted_preset_can_be_brought_back(presets):
    presets.save("Baker", ADA)
    values = presets.delete("Baker")
    assert presets.names() == []
    presets.restore("Baker", values)
    presets.restore("Baker", values)
    assert presets.get("Baker") == ADA


def test_a_preset_of_another_release_comes_back_as_it_was(presets, file):
    presets.save("Baker", ADA)
    document = json.loads(file.read_text())
    document["presets"]["Baker"]["style"] = "Holographic"
    file.write_text(json.dumps(document))
    presets.restore("Baker", presets.delete("Baker"))
    assert json.loads(file.read_text()) == document


def test_a_deleted_preset_does_not_replace_a_new_one(presets):
    presets.save("Baker", ADA)
    values = presets.delete("Baker")
    presets.save("Baker", ADA.replace(style="Pixar"))
    with pytest.raises(ConfigurationError, match="another preset 'Baker'"):
        presets.restore("Baker", values)
    assert presets.get("Baker").style == "Pixar"
