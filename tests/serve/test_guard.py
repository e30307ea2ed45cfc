#!/usr/bin/env python3
"""The table of what is refused before anything looks at a request: as strict as nginx."""

import socket
import unittest

from house import HouseTest

HEAD = b"Host: localhost\r\n"

# name, request, statuses of the answers that may come: the first must be the one, and a request
# that is hidden behind it must never be answered.
REFUSED = [
    ("CL and TE", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n"),
    ("TE and CL", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n"),
    ("two CL", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Length: 0\r\nContent-Length: 38\r\n\r\nGET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n"),
    ("two equal CL", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
    ("two TE", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("TE that is not chunked", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    ("CL +5", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Length: +5\r\n\r\nhello"),
    ("CL 5,5", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Length: 5,5\r\n\r\nhello"),
    ("CL 0x5", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Length: 0x5\r\n\r\nhello"),
    ("CL of nothing", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Length: \r\n\r\n"),
    ("space before the colon", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A : b\r\n\r\n"),
    ("space before the colon of CL", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Length : 5\r\n\r\nhello"),
    ("space inside a name", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX A: b\r\n\r\n"),
    ("tab inside a name", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX\tA: b\r\n\r\n"),
    ("no Host", b"GET /healthz HTTP/1.1\r\nX-A: b\r\n\r\n"),
    ("empty Host", b"GET /healthz HTTP/1.1\r\nHost: \r\n\r\n"),
    ("two Host", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"),
    ("Host with a path", b"GET /healthz HTTP/1.1\r\nHost: localhost/x\r\n\r\n"),
    ("NUL in a value", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: b\x00c\r\n\r\n"),
    ("NUL at the end of a value", b"GET /healthz HTTP/1.1\r\nX-A: b\x00\r\nHost: localhost\r\n\r\n"),
    ("NUL in the last value", b"GET /healthz HTTP/1.1\r\nX-A: b\r\nHost: local\x00host\r\n\r\n"),
    ("NUL in a name", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX\x00A: b\r\n\r\n"),
    ("NUL in the address", b"GET /heal\x00thz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ("control character in a value", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: b\x01c\r\n\r\n"),
    ("a whole URL as address", b"GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ("HTTP/1.0 with TE", b"POST /v1/session HTTP/1.0\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
]

ANSWERED = [
    ("plain", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
    ("HTTP/1.0 without Host", b"GET /healthz HTTP/1.0\r\n\r\n", 200),
    ("blanks around a value", b"GET /healthz HTTP/1.1\r\nHost:   localhost  \r\n\r\n", 200),
    ("empty value", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A:\r\n\r\n", 200),
    ("many headers", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: v%d\r\n" % (i, i) for i in range(60)) + b"\r\n", 200),
    ("HEAD", b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
    ("chunked body", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 422),
    ("too large by its length", b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\nContent-Length: 2000000\r\n\r\n", 413),
    ("climbing path", b"GET /../../etc/passwd.txt HTTP/1.1\r\n" + HEAD + b"\r\n", 404),
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
        one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        received, _ = self.exchange(one * 3)
        self.assertEqual(self.statuses(received), [200, 200, 200])

    def test_a_body_that_never_ends_is_cut(self):
        head = b"POST /v1/session HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        piece = b"10000\r\n" + b" " * 65536 + b"\r\n"
        received, _ = self.exchange(head + piece * 20 + b"0\r\n\r\n")
        self.assertEqual(self.statuses(received), [413])

    def test_after_all_of_it_the_server_is_well(self):
        self.assertEqual(self.client().get("/readyz").status, 200)


if __name__ == "__main__":
    unittest.main(verbosity=2)
