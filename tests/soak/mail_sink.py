"""A mail server that takes every mail, in threads of this process, and remembers which ones.

It answers the last line of a mail a little late, so that whoever sends can be killed while the fate
of the mail is open.  A mail counts as taken from the moment before that answer.
"""

import random
import re
import socketserver
import threading
import time

LATEST_S = 0.02  # before a mail is acknowledged


class Taken:
    """What was taken, from any thread: (Message-ID, recipient), in order."""

    def __init__(self, seed):
        self.lock = threading.Lock()
        self.mails = []
        self.random = random.Random(seed)

    def add(self, message_id, recipient):
        with self.lock:
            self.mails.append((message_id, recipient))
            return self.random.uniform(0, LATEST_S)


class Conversation(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def read_mail(self, recipient):
        self.say("354 go on")
        message_id = None
        is_head = True
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            is_head = is_head and line != b"\r\n"
            found = re.match(rb"(?i)message-id:\s*<([^>]+)>", line) if is_head else None
            message_id = found[1].decode() if found else message_id
        if line == b"":
            return  # the sender died before the mail was whole
        time.sleep(self.server.taken.add(message_id, recipient))
        self.say("250 taken")

    def handle(self):
        recipient = None
        try:
            self.say("220 sink ready")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"RCPT":
                    recipient = re.search(rb"<([^>]*)>", line)[1].decode()
                if verb == b"DATA":
                    self.read_mail(recipient)
                elif verb == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 sink")
        except OSError:
            pass  # the sender died


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a free port of 127.0.0.1 from its making until stop()."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, seed):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken = Taken(seed)
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"
        self.thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def stop(self):
        self.shutdown()
        self.server_close()
        self.thread.join()
