from __future__ import annotations

import pytest

from heygen_widgets.runtime.file_lock import locked


def test_an_error_in_the_block_releases_the_lock(tmp_path):
    lock = tmp_path / "lock"
    with pytest.raises(ZeroDivisionError), locked(lock):
        _ = 1 / 0
    with locked(lock):
        assert lock.read_bytes() == b""
