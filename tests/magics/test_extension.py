import pytest
from IPython.core.error import UsageError

MAGICS = ("avatar", "avatar_history")


def has_magics(shell):
    return [bool(shell.find_line_magic(name)) for name in MAGICS] == [True, True]


def parts(shell):
    return len(shell.input_transformers_post), len(shell.Completer.custom_matchers)


def test_load_ext_takes_the_name_of_the_package(bare_shell):
    bare_shell.run_line_magic("load_ext", "heygen_widgets")
    assert has_magics(bare_shell)
    assert bare_shell.find_cell_magic("avatar")
    assert parts(bare_shell) == (1, 1)


def test_reload_ext_leaves_each_part_once(bare_shell):
    bare_shell.run_line_magic("load_ext", "heygen_widgets")
    bare_shell.run_line_magic("reload_ext", "heygen_widgets")
    assert has_magics(bare_shell)
    assert parts(bare_shell) == (1, 1)


def test_reload_ext_takes_a_new_client(shell):
    before = shell.magics_manager.registry["AvatarMagics"]
    shell.run_line_magic("reload_ext", "heygen_widgets")
    assert shell.magics_manager.registry["AvatarMagics"] is not before


def test_unload_ext_takes_everything_away(bare_shell):
    bare_shell.run_line_magic("load_ext", "heygen_widgets")
    bare_shell.run_line_magic("unload_ext", "heygen_widgets")
    assert parts(bare_shell) == (0, 0)
    with pytest.raises(UsageError):
        bare_shell.run_line_magic("avatar", "")
