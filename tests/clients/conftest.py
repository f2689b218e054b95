"""One server for every generated client: the real content, behind the fast path, on a free port.

It runs in a thread, because clients are programs of their own and the tests wait for them.
"""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from app.catalog import Catalog
from app.main import create_app, fast
from app.settings import Settings


@pytest.fixture(scope="session")
def server(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address, without a slash at the end."""
    key = tmp_path_factory.mktemp("server") / "key.pem"
    app = fast(create_app(Settings(development_key_file=key), load=lambda: catalog))
    # A configuration would change the loggers of everybody in this process.
    running = uvicorn.Server(uvicorn.Config(app, log_config=None))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        end = time.monotonic() + 60
        while not running.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < end, "the server did not start within a minute"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join(60)
