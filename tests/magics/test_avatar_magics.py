import pytest

from heygen_widgets import AvatarStudio, Generation
from heygen_widgets.errors import BudgetExceeded, ConfigurationError, InvalidAttributes
from heygen_widgets.models.prices import read_prices


async def test_the_text_of_a_cell_is_the_appearance(run, serve, service):
    serve(service)
    done = await run("%%avatar --style Noir --age Senior --name Ada\na violinist\nin a red dress\n")
    asked = done.result.attributes
    assert asked.appearance == "a violinist\nin a red dress"
    assert (asked.style, asked.age, asked.name) == ("Noir", "Senior", "Ada")


async def test_the_result_of_a_cell_is_the_generation_and_stands_in_the_underscore(
    run, serve, service, shell
):
    serve(service)
    done = await run("%%avatar\na chef")
    assert isinstance(done.result, Generation)
    assert len(done.result.images) == 4
    assert shell.user_ns["_"] is done.result


async def test_to_names_a_variable_for_the_result(run, serve, service, shell):
    serve(service)
    done = await run("%%avatar --to chef\na chef")
    assert shell.user_ns["chef"] is done.result


async def test_count_and_api_are_as_in_generate(run, serve, service_of):
    serve(service_of("v3"))
    done = await run("%%avatar --count 2 --api v3\na chef")
    assert len(done.result.images) == 2
    assert done.result.api == "v3"


async def test_variables_may_stand_in_the_first_line_but_not_in_the_text(
    run, serve, service, shell
):
    serve(service)
    shell.user_ns["style"] = "Noir"
    done = await run("%%avatar --style {style}\na chef with {style}")
    assert done.result.attributes.style == "Noir"
    assert done.result.attributes.appearance == "a chef with {style}"


async def test_everything_that_is_wrong_is_one_message_and_nothing_is_sent(
    run, serve, service, capsys
):
    serve(service)
    done = await run("%%avatar --style Noirr --age Old\na chef")
    said = capsys.readouterr().out
    assert isinstance(done.error_in_exec, InvalidAttributes)
    assert "age: 'Old'" in said
    assert "style: 'Noirr'" in said
    assert said.count("\n") == 1
    assert service.jobs == []


async def test_a_price_above_ten_dollars_needs_confirm(run, serve, service_of):
    service = serve(service_of("v3"))
    service.client._account.prices = read_prices({"v3": 3.0})
    refused = await run("%%avatar\na chef")
    assert isinstance(refused.error_in_exec, BudgetExceeded)
    assert service.jobs == []
    confirmed = await run("%%avatar --confirm\na chef")
    assert len(confirmed.result.images) == 4


async def test_a_wrong_variable_of_the_environment_is_one_message(run, monkeypatch, capsys):
    monkeypatch.setenv("HEYGEN_SANDBOX", "perhaps")
    done = await run("%%avatar\na chef")
    assert isinstance(done.error_in_exec, ConfigurationError)
    assert "Traceback" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("first_line", "said"),
    [
        ("--styel Noir", "did you mean --style"),
        ("a chef", "from the lines below it"),
        ("--to 2nd", "can't be the name of a variable"),
        ("--to class", "can't be the name of a variable"),
    ],
)
async def test_a_wrong_first_line_is_said_in_a_line(run, capsys, first_line, said):
    await run(f"%%avatar {first_line}\na chef")
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


async def test_help_lists_the_options_and_does_nothing_else(run, serve, service, capsys):
    serve(service)
    done = await run("%%avatar --help --to x\na chef")
    assert done.success
    assert done.result is None
    assert "--style STYLE" in capsys.readouterr().out
    assert service.jobs == []


async def test_the_client_is_made_once_for_all_cells(run, shell, monkeypatch):
    monkeypatch.setenv("HEYGEN_SANDBOX", "1")
    first = (await run("studio = %avatar")).success and shell.user_ns["studio"].client
    await run("studio = %avatar")
    assert first.is_sandbox
    assert shell.user_ns["studio"].client is first


def test_without_autoawait_a_cell_blocks(shell, serve, service):
    serve(service)
    shell.autoawait = False
    done = shell.run_cell("%%avatar --style Noir\na chef")
    assert done.result.attributes.style == "Noir"


async def test_only_a_cell_of_this_magic_is_awaited(shell):
    assert shell.transform_cell("%%avatar\na chef").startswith("await get_ipython()")
    for cell in ("%avatar a chef", "%%time\nx = 1", 'x = """\n%%avatar\n"""'):
        assert "await" not in shell.transform_cell(cell)


async def test_the_line_magic_opens_a_studio_with_the_settings(run, serve, service, shell):
    serve(service)
    done = await run("%avatar --style Noir --count 8 --timeout 90 --to studio a chef's hat")
    studio = done.result
    assert isinstance(studio, AvatarStudio)
    assert (studio.style, studio.count, studio.timeout) == ("Noir", 8, 90.0)
    assert studio.appearance == "a chef's hat"
    assert studio.client is service.client
    assert shell.user_ns["studio"] is studio


async def test_a_studio_is_not_opened_with_a_value_that_there_isnt(run, serve, service, capsys):
    serve(service)
    done = await run("%avatar --style Noirr")
    assert isinstance(done.error_in_exec, InvalidAttributes)
    assert "Traceback" not in capsys.readouterr().out


async def test_confirm_is_for_a_cell_because_a_studio_asks(run, serve, service, capsys):
    serve(service)
    await run("%avatar --confirm")
    assert "a studio asks" in capsys.readouterr().err


async def test_the_history_magic_shows_the_runs_that_match(run, serve, service):
    serve(service)
    await run("%%avatar --style Noir\na violinist")
    await run("%%avatar --style Pixar\na violinist")
    await run("%%avatar\na chef")
    assert (await run("%avatar_history violin")).result.total == 2
    found = (await run("%avatar_history violin --style Noir")).result
    assert [record.attributes.style for record in found.records] == ["Noir"]
    assert "a violinist" in found._repr_html_()


async def test_the_history_magic_takes_favourites_a_limit_and_a_variable(
    run, serve, service, shell
):
    serve(service)
    for _ in range(2):
        await run("%%avatar --to made\na violinist")
    made = shell.user_ns["made"]
    service.client.history.mark(made.id, made.image_keys[0], favourite=True)
    await run("%avatar_history --favourite --to liked")
    await run("%avatar_history --limit 1 --to newest")
    assert [record.id for record in shell.user_ns["liked"].records] == [made.id]
    assert len(shell.user_ns["newest"].records) == 1


async def test_a_search_that_cant_be_is_one_message(run, capsys):
    done = await run("%avatar_history --status lost --limit 0")
    assert isinstance(done.error_in_exec, ConfigurationError)
    said = capsys.readouterr().out
    assert "'lost'" in said
    assert "Traceback" not in said
