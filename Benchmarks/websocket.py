"""A WebSocket client that says as little as the protocol allows (RFC 6455), for thousands of them at a time."""

import base64
import os
import socket
import struct

PING, TEXT = 0x9, 0x1
PONG = 0xA


class WebSocket:
    """Speaks graphql-transport-ws; `subscribe` is over when the server has acknowledged the connection."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.buffer = b""
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((
            f"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.buffer:
            self.read()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(f"no WebSocket but {head[:200]!r}")

    def send(self, text, opcode=TEXT):
        """A frame whose mask is 0, which leaves the text as it is."""
        length = len(text)
        size = bytes([0x80 | length]) if length < 126 else struct.pack("!BH", 0x80 | 126, length)
        self.socket.sendall(bytes([0x80 | opcode]) + size + bytes(4) + text)

    def read(self):
        """Takes what has come into the buffer."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError(f"the server ended the connection after {self.buffer[-100:]!r}")
        self.buffer += data

    def messages(self):
        """The texts that are whole; pings are answered."""
        texts = []
        while len(self.buffer) >= 2:
            opcode, size, start = self.buffer[0] & 0xF, self.buffer[1], 2
            if size == 126:
                if len(self.buffer) < 4:
                    break
                size, start = struct.unpack_from("!H", self.buffer, 2)[0], 4
            if len(self.buffer) < start + size:
                break
            payload, self.buffer = self.buffer[start:start + size], self.buffer[start + size:]
            if opcode == PING:
                self.send(payload, PONG)
            elif opcode == TEXT:
                texts.append(payload)
            else:
                raise ConnectionError(f"the server sent a frame of kind {opcode}: {payload!r}")
        return texts

    def wait(self):
        """The next text."""
        while not (texts := self.messages()):
            self.read()
        return texts[0]

    def fileno(self):
        return self.socket.fileno()

    def close(self):
        self.socket.close()
