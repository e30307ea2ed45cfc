#!/usr/bin/env python3
"""The table of what is refused before anything looks at a request: as strict as nginx."""

import socket
import unittest

from house import HouseTest

HOST = "Host: localhost"
HIDDEN = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


def get(*lines, path="/healthz", version="1.1", body=""):
    """A GET as bytes; lines are its headers."""
    return "\r\n".join([f"GET {path} HTTP/{version}", *lines, "", body]).encode()


def post(*lines, version="1.1", body=""):
    """A POST with a Host."""
    head = [f"POST /v1/session HTTP/{version}", HOST, "Content-Type: application/json", *lines]
    return "\r\n".join([*head, "", body]).encode()


CHUNKED = "Transfer-Encoding: chunked"
END = "0\r\n\r\n"

# A request that is hidden behind a refused one must never be answered.
REFUSED = [
    ("CL and TE", post("Content-Length: 4", CHUNKED, body=END + HIDDEN)),
    ("TE and CL", post(CHUNKED, "Content-Length: 4", body=END + HIDDEN)),
    ("two CL", post("Content-Length: 0", "Content-Length: 38", body=HIDDEN)),
    ("two equal CL", post("Content-Length: 0", "Content-Length: 0")),
    ("two TE", post(CHUNKED, CHUNKED, body=END)),
    ("TE that is not chunked", post("Transfer-Encoding: gzip, chunked", body=END)),
    ("CL +5", post("Content-Length: +5", body="hello")),
    ("CL 5,5", post("Content-Length: 5,5", body="hello")),
    ("CL 0x5", post("Content-Length: 0x5", body="hello")),
    ("CL of nothing", post("Content-Length: ")),
    ("space before the colon", get(HOST, "X-A : b")),
    ("space before the colon of CL", post("Content-Length : 5", body="hello")),
    ("space inside a name", get(HOST, "X A: b")),
    ("tab inside a name", get(HOST, "X\tA: b")),
    ("no Host", get("X-A: b")),
    ("empty Host", get("Host: ")),
    ("two Host", get(HOST, HOST)),
    ("Host with a path", get(HOST + "/x")),
    ("NUL in a value", get(HOST, "X-A: b\0c")),
    ("NUL at the end of a value", get("X-A: b\0", HOST)),
    ("NUL in the last value", get("X-A: b", "Host: local\0host")),
    ("NUL in a name", get(HOST, "X\0A: b")),
    ("NUL in the address", get(HOST, path="/heal\0thz")),
    ("control character in a value", get(HOST, "X-A: b\x01c")),
    ("a whole URL as address", get(HOST, path="http://localhost/healthz")),
    ("HTTP/1.0 with TE", post(CHUNKED, version="1.0", body=END)),
]

ANSWERED = [
    ("plain", get(HOST), 200),
    ("HTTP/1.0 without Host", get(version="1.0"), 200),
    ("blanks around a value", get("Host:   localhost  "), 200),
    ("empty value", get(HOST, "X-A:"), 200),
    ("many headers", get(HOST, *(f"X-{i}: v{i}" for i in range(60))), 200),
    ("a query", get(HOST, path="/healthz?a"), 422),
    ("HEAD", b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
    ("chunked body", post(CHUNKED, body="2\r\n{}\r\n" + END), 422),
    ("too large by its length", post("Content-Length: 2000000"), 413),
    ("climbing path", get(HOST, path="/../../etc/passwd.txt"), 404),
]


class Guard(HouseTest):
    debtors = 20

    def exchange(self, request):
        """All that comes back until the server closes or is silent for a while."""
        with socket.create_connection(("127.0.0.1", self.house.port), timeout=10) as connection:
            connection.sendall(request)
            connection.settimeout(0.7)
            received = b""
            try:
                while piece := connection.recv(65536):
                    received += piece
                return received, True
            except socket.timeout:
                return received, False
            except ConnectionResetError:
                return received, True

    def statuses(self, received):
        return [int(part[9:12]) for part in received.split(b"\n") if part.startswith(b"HTTP/1.")]

    def test_what_two_servers_would_read_differently_is_refused(self):
        for name, request in REFUSED:
            with self.subTest(name):
                received, is_closed = self.exchange(request)
                self.assertEqual(set(self.statuses(received)), {400}, received[:300])
                self.assertTrue(is_closed, "the connection must close")

    def test_ordinary_requests_are_answered(self):
        for name, request, status in ANSWERED:
            with self.subTest(name):
                received, _ = self.exchange(request)
                self.assertEqual(self.statuses(received)[:1], [status], received[:300])

    def test_pipelined_requests_are_answered_in_order(self):
        received, _ = self.exchange(get(HOST) * 3)
        self.assertEqual(self.statuses(received), [200, 200, 200])

    def test_a_body_that_never_ends_is_cut(self):
        piece = "10000\r\n" + " " * 65536 + "\r\n"
        received, _ = self.exchange(post(CHUNKED, body=piece * 20 + END))
        self.assertEqual(self.statuses(received), [413])

    def test_after_all_of_it_the_server_is_well(self):
        self.assertEqual(self.client().get("/readyz").status, 200)


if __name__ == "__main__":
    unittest.main(verbosity=2)
