/// One frame as it came.
package struct TestFrame: Equatable {
    package let opcode: UInt8
    package let payload: [UInt8]

    package var text: String { String(decoding: payload, as: UTF8.self) }
    package init(opcode: UInt8, payload: [UInt8]) {
        self.opcode = opcode
        self.payload = payload
    }

    /// Of a close frame: its code, 0 without one.
    package var code: Int { payload.count < 2 ? 0 : Int(payload[0]) << 8 | Int(payload[1]) }
    package var reason: String { String(decoding: payload.dropFirst(2), as: UTF8.self) }
}

/// The client's side of a WebSocket, which sends whatever it is told to, right or wrong.
package struct WebSocketClient {
    /// The server's frame is none it may send, or not the one that is awaited.
    package struct Unexpected: Error { package let frame: [UInt8] }

    package static let text: UInt8 = 1
    package static let close: UInt8 = 8
    package static let ping: UInt8 = 9
    package static let pong: UInt8 = 10

    package let stream: TestClient
    package let handshake: TestAnswer

    package static func request(_ path: String = "/socket", _ headers: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(headers)\r\n"
    }

    /// - Parameter early: bytes that are sent with the handshake, before its answer.
    package init(port: UInt16, path: String = "/socket", _ headers: String = "", early: [UInt8] = []) throws {
        stream = try TestClient(port: port)
        stream.send(Array(Self.request(path, headers).utf8) + early)
        handshake = try stream.receive(toHead: true)
    }

    package func send(_ text: String) { send(Self.text, Array(text.utf8)) }

    package func send(
        _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, isMasked: Bool = true, reserved: UInt8 = 0
    ) {
        stream.send(Self.frame(opcode, payload, isFinal: isFinal, isMasked: isMasked, reserved: reserved))
    }

    package func close(_ code: Int) { send(Self.close, [UInt8(code >> 8), UInt8(code & 0xFF)]) }

    package static func frame(
        _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, isMasked: Bool = true, reserved: UInt8 = 0
    ) -> [UInt8] {
        var bytes = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        if payload.count < 126 {
            bytes.append(mask | UInt8(payload.count))
        } else if payload.count < 65536 {
            bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        } else {
            bytes.append(mask | 127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard isMasked else { return bytes + payload }
        let key: [UInt8] = [1, 2, 3, 4]
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    package func receive() throws -> TestFrame {
        let head = try stream.bytes(2)
        // Servers send whole messages here, and mask nothing.
        guard head[0] & 0xF0 == 0x80, head[1] & 0x80 == 0 else { throw Unexpected(frame: head) }
        var count = Int(head[1])
        if count == 126 { count = try stream.bytes(2).reduce(0) { $0 << 8 | Int($1) } }
        if count == 127 { count = try stream.bytes(8).reduce(0) { $0 << 8 | Int($1) } }
        return TestFrame(opcode: head[0] & 0x0F, payload: try stream.bytes(count))
    }

    /// The next frame, which must be a close.
    package func receiveClose() throws -> (code: Int, reason: String) {
        let frame = try receive()
        guard frame.opcode == Self.close else { throw Unexpected(frame: frame.payload) }
        return (frame.code, frame.reason)
    }
}
