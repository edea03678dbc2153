"""The widget traffic that a kernel sends: what was opened, what was said, and how much."""

import json
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class CommMessage:
    """One message of a comm; `size` counts its content, metadata and buffers in bytes."""

    kind: str  # comm_open, comm_msg or comm_close
    comm_id: str
    data: dict
    buffers: tuple[bytes, ...]
    size: int
    parent_id: str | None

    @property
    def state(self) -> dict[str, object]:
        """The traits that it sets, binary ones included."""
        state = json.loads(json.dumps(self.data.get("state", {})))
        for path, buffer in zip(self.data.get("buffer_paths", ()), self.buffers, strict=False):
            _put(state, path, buffer)
        return state


class Comms:
    """Everything that came over comms, in order; iterate it, or ask it since a mark."""

    def __init__(self) -> None:
        self._messages: list[CommMessage] = []
        self._states: dict[str, dict[str, object]] = {}

    def __iter__(self) -> Iterator[CommMessage]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)

    def mark(self) -> int:
        """Return the present point, for `since`, `count` and `size`."""
        return len(self._messages)

    def since(
        self, mark: int = 0, *, kind: str | None = None, comm_id: str | None = None
    ) -> list[CommMessage]:
        """Return the messages since a mark, of one kind and one comm if given."""
        return [
            message
            for message in self._messages[mark:]
            if kind in (None, message.kind) and comm_id in (None, message.comm_id)
        ]

    def count(self, mark: int = 0, *, kind: str | None = None) -> int:
        """Return how many messages came since a mark."""
        return len(self.since(mark, kind=kind))

    def size(self, mark: int = 0, *, kind: str | None = None) -> int:
        """Return how many bytes came since a mark."""
        return sum(message.size for message in self.since(mark, kind=kind))

    def state(self, comm_id: str) -> dict[str, object]:
        """Return a widget's state as the front-end has it now."""
        return self._states[comm_id]

    def find(self, model_name: str) -> str:
        """Return the id of the latest comm of a model, say `ButtonModel`."""
        for comm_id, state in reversed(self._states.items()):
            if state.get("_model_name") == model_name:
                return comm_id
        raise LookupError(f"no comm of {model_name}")

    def receive(self, message: dict) -> None:
        """Take in one message from the kernel."""
        content, buffers = message["content"], tuple(bytes(part) for part in message["buffers"])
        text = json.dumps(content) + json.dumps(message["metadata"])
        received = CommMessage(
            kind=message["msg_type"],
            comm_id=content["comm_id"],
            data=content.get("data") or {},
            buffers=buffers,
            size=len(text.encode()) + sum(map(len, buffers)),
            parent_id=message["parent_header"].get("msg_id"),
        )
        self._messages.append(received)
        self._states.setdefault(received.comm_id, {}).update(received.state)


def _put(state: object, path: list[str | int], buffer: bytes) -> None:
    # ipywidgets takes binary values out of dicts, and leaves None in their place in lists.
    for step in path[:-1]:
        state = state[step]
    state[path[-1]] = buffer
