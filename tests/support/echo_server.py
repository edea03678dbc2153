"""A server that repeats the API key in its answers, in every place where one could stand."""

import base64
import contextlib
import json
import socketserver
import threading
from urllib.parse import quote

from tests.support.leaks import spellings


class Echo(socketserver.StreamRequestHandler):
    """Answers every request with the key that came, as `server.answer` puts it."""

    def handle(self):
        # A blank line ends the headers; so does a client that went away, then without a key.
        lines = list(iter(lambda: self.rfile.readline().strip(), b""))
        fields = dict(line.decode("latin-1").split(": ", 1) for line in lines[1:])
        fields = {name.lower(): value for name, value in fields.items()}
        if "x-api-key" not in fields:
            return
        self.rfile.read(int(fields.get("content-length", 0)))
        self.server.keys_seen.add(fields["x-api-key"])
        self.wfile.write(self.server.answer(fields["x-api-key"]))


def reply(status, body, *headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", "Connection: close"]
    return "\r\n".join([*lines, *headers, "", body]).encode()


def refusal(message, code="invalid_parameter"):
    return json.dumps({"data": None, "error": {"code": code, "message": message}})


ECHOES = {
    "message": lambda key: reply("400 Bad Request", refusal(f"the key {key} is bad")),
    "message-401": lambda key: reply("401 Unauthorized", refusal(f"the key {key} is bad")),
    "code": lambda key: reply("400 Bad Request", refusal("bad", code=key)),
    "by-numbers": lambda key: reply(
        "400 Bad Request",
        refusal("the key # is bad").replace("#", spellings(key)["in JSON by numbers"]),
    ),
    "url-encoded": lambda key: reply(
        "400 Bad Request", refusal(f"at /x?key={quote(key, safe='')}")
    ),
    "base64": lambda key: reply(
        "400 Bad Request", refusal(f"Basic {base64.b64encode(key.encode()).decode()}")
    ),
    "headers": lambda key: reply(
        "400 Bad Request", refusal("bad"), f"X-Request-Id: {key}", f"X-Echo: key={key}"
    ),
    "reason": lambda key: reply(f"400 {key}", refusal("bad")),
    "html": lambda key: reply("500 Oops", f"<html>{key}</html>", "Content-Type: text/html"),
    "redirect": lambda key: reply("302 Found", "", f"Location: /docs?key={key}"),
    "no-http": lambda key: f"{key}\r\n\r\n".encode(),
    "bad-header": lambda key: f"HTTP/1.1 200 OK\r\n{key}\r\n\r\n".encode(),
    "generation-id": lambda key: reply(
        "200 OK", json.dumps({"error": None, "data": {"generation_id": key}})
    ),
}


@contextlib.contextmanager
def echoing(answer):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as server:
        server.answer, server.keys_seen = answer, set()
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", server.keys_seen
        finally:
            server.shutdown()
            thread.join()
