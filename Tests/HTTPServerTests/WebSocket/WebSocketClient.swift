import Testing

/// One frame as it came.
struct TestFrame: Equatable {
    let opcode: UInt8
    let payload: [UInt8]

    var text: String { String(decoding: payload, as: UTF8.self) }
    /// Of a close frame: its code, 0 without one.
    var code: Int { payload.count < 2 ? 0 : Int(payload[0]) << 8 | Int(payload[1]) }
    var reason: String { String(decoding: payload.dropFirst(2), as: UTF8.self) }
}

/// The client's side of a WebSocket, which sends whatever it is told to, right or wrong.
struct WebSocketClient {
    static let text: UInt8 = 1
    static let close: UInt8 = 8
    static let ping: UInt8 = 9
    static let pong: UInt8 = 10

    let stream: TestClient
    let handshake: TestAnswer

    static func request(_ headers: String = "") -> String {
        "GET /socket HTTP/1.1\r\nHost: test\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(headers)\r\n"
    }

    /// - Parameter early: bytes that are sent with the handshake, before its answer.
    init(_ test: TestServer, _ headers: String = "", early: [UInt8] = []) throws {
        stream = try test.connect()
        stream.send(Array(Self.request(headers).utf8) + early)
        handshake = try stream.receive(toHead: true)
    }

    func send(_ text: String) { send(Self.text, Array(text.utf8)) }

    func send(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, isMasked: Bool = true, reserved: UInt8 = 0) {
        stream.send(Self.frame(opcode, payload, isFinal: isFinal, isMasked: isMasked, reserved: reserved))
    }

    func close(_ code: Int) { send(Self.close, [UInt8(code >> 8), UInt8(code & 0xFF)]) }

    static func frame(
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

    func receive() throws -> TestFrame {
        let head = try stream.bytes(2)
        #expect(head[0] & 0xF0 == 0x80, "the server sends whole messages")
        #expect(head[1] & 0x80 == 0, "the server masks nothing")
        var count = Int(head[1])
        if count == 126 { count = try stream.bytes(2).reduce(0) { $0 << 8 | Int($1) } }
        if count == 127 { count = try stream.bytes(8).reduce(0) { $0 << 8 | Int($1) } }
        return TestFrame(opcode: head[0] & 0x0F, payload: try stream.bytes(count))
    }

    /// The next frame, which must be a close.
    func receiveClose() throws -> (code: Int, reason: String) {
        let frame = try receive()
        #expect(frame.opcode == Self.close, "\(frame.text)")
        return (frame.code, frame.reason)
    }
}
