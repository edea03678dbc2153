"""The scripted HeyGen of the client's tests: v2's `server`, v3's `looks`."""

from tests.client.conftest import attributes, looks, png, server, updates

__all__ = ["attributes", "looks", "png", "server", "updates"]
