from heygen_widgets.magics.progress import Progress


def test_a_terminal_gets_each_new_line_once(capsys):
    progress = Progress(None)
    for text in ("price", "price\nworking", "price\nworking", "price\ndone"):
        progress.tell(text)
    assert capsys.readouterr().out == "price\nworking\ndone\n"


def test_a_notebook_gets_one_output_that_changes(shell):
    published = []
    publisher = shell.display_pub
    publisher.publish = lambda data, **about: published.append((data, about))
    progress = Progress(publisher)
    for text in ("price", "price\nworking", "price\nworking"):
        progress.tell(text)
    assert [data["text/plain"] for data, _ in published] == ["price", "price\nworking"]
    assert len({about["transient"]["display_id"] for _, about in published}) == 1
    assert [about["update"] for _, about in published] == [False, True]
