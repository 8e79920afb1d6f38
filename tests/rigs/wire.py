"""A listener on 127.0.0.1 with a thread for each connection, gone with its `with`: under the wire proxy and the scripted server."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass(slots=True)
class Wire:
    """One connection of a client's."""

    socket: socket.socket
    stop: threading.Event
    """Set when all is to end."""

    def secure(self, tls: ssl.SSLContext | None) -> None:
        """Go on in TLS, if there is to be any."""
        if tls:
            # what is to be shut down at the end must be known before the handshake, which may never end
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.socket.do_handshake()

    def reset(self) -> None:
        """Have it end with an RST when it is closed, not with a FIN: "connection reset by peer"."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def silence(self) -> None:
        """Neither read nor write until all ends."""
        self.stop.wait()


@contextmanager
def listening(serve: Callable[[Wire], None]) -> Iterator[int]:
    """The port. What a connection raised, other than that its client went away, is raised at the end."""
    stop = threading.Event()
    wires: list[Wire] = []
    threads: list[threading.Thread] = []
    raised: list[BaseException] = []

    def one(wire: Wire) -> None:
        try:
            serve(wire)
        except OSError:
            pass
        except BaseException as error:  # noqa: BLE001 - a fault of the test's: the thread hands it on
            raised.append(error)
        finally:
            wire.socket.close()

    def accept() -> None:
        with suppress(OSError):
            while True:
                wires.append(Wire(server.accept()[0], stop))
                threads.append(threading.Thread(target=one, args=(wires[-1],)))
                threads[-1].start()

    with socket.socket() as server:
        # accepted connections inherit it: a client that is not read soon has to wait
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        server.bind(("127.0.0.1", 0))
        server.listen()
        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield server.getsockname()[1]
        finally:
            stop.set()
            for open_socket in (server, *(wire.socket for wire in wires)):
                with suppress(OSError):
                    open_socket.shutdown(socket.SHUT_RDWR)
            accepting.join()
            for thread in threads:
                thread.join()
    if raised:
        raise raised[0]
