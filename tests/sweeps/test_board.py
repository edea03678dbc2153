from heygen_widgets import GenerationStatus
from heygen_widgets.history.sweeps import StoredCell
from heygen_widgets.sweeps.board import Board, CellStatus, status_of


def board(*statuses):
    return Board(StoredCell(n, f"c{n}", 1, f"r{n}", status=s) for n, s in enumerate(statuses))


def test_every_status_of_a_run_has_a_meaning_for_its_cell():
    assert status_of(None) is CellStatus.OPEN
    assert {status_of(status) for status in GenerationStatus} == {
        *(CellStatus.DONE, CellStatus.FAILED, CellStatus.UNFINISHED, CellStatus.UNKNOWN),
    }


def test_a_request_on_its_way_whose_process_is_there_is_nobodys_to_repeat():
    assert status_of(GenerationStatus.SUBMITTING) is CellStatus.UNKNOWN


def test_it_counts_cells_as_they_change():
    cells = board(None, GenerationStatus.SUCCESS, GenerationStatus.FAILED)
    cells.begin(0, "new", 1.0)
    assert cells.count(CellStatus.RUNNING, CellStatus.DONE) == 2
    assert (cells.cells[0].attempt, cells.cells[0].run_id) == (2, "new")
    cells.mark(0, CellStatus.DONE)
    assert cells.positions(CellStatus.DONE) == [0, 1]
    assert cells.count(CellStatus.RUNNING) == 0


def test_what_is_in_flight_is_spent():
    cells = board(None, None)
    cells.begin(0, "a", 1.5)
    cells.begin(1, "b", None)
    assert cells.spent == 1.5


def test_a_cause_is_told_once_with_its_cells():
    cells = board(None, None, None)
    for place, what in enumerate(("Busy.", "Refused.", "Refused.")):
        cells.mark(place, CellStatus.FAILED, what, "Nothing is billed.")
    assert [(cause.what, cause.positions) for cause in cells.causes] == [
        ("Refused.", (1, 2)),
        ("Busy.", (0,)),
    ]
    assert str(cells.causes[0]) == "2 cells: Refused. Nothing is billed."
    assert cells.reason(1) == "Refused."
    cells.mark(1, CellStatus.DONE)
    assert cells.reason(1) == ""
    assert len(cells.causes) == 2
