"""What the tests of desks share."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer

import pytest

from tests.desk.wires import Handler


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """The port on 127.0.0.1 of a small HTTP server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.01,))
        thread.start()
        yield serving.server_address[1]
        serving.shutdown()
        thread.join()
