import GraphQL

/// A message of a client of `graphql-transport-ws` (github.com/enisdenjo/graphql-ws, PROTOCOL.md).
enum ClientMessage: Equatable {
    /// With the payload, null if there is none.
    case connectionInit(JSONValue)
    case ping(JSONValue)
    case pong
    /// With the place of the payload, a JSON object, in the message.
    case subscribe(id: String, payload: Range<Int>)
    case complete(id: String)

    /// Why a text is no message; it closes the socket with 4400.
    struct Malformed: Error, Equatable {
        let reason: String
    }

    init(_ text: Span<UInt8>) throws(Malformed) {
        let fields = try Fields(text)
        switch try fields.string("type") {
        case "connection_init": self = .connectionInit(try fields.object("payload"))
        case "ping": self = .ping(try fields.object("payload"))
        case "pong":
            _ = try fields.object("payload")
            self = .pong
        case "subscribe":
            guard let payload = fields["payload"], fields.isObject(payload) else {
                throw Malformed(reason: "The payload of \"subscribe\" must be an object with the member \"query\".")
            }
            self = .subscribe(id: try fields.string("id"), payload: payload)
        case "complete": self = .complete(id: try fields.string("id"))
        case let type:
            throw Malformed(reason: "There is no message of type \"\(type)\" from clients.")
        }
    }

    /// The members of a message, read where they are needed.
    private struct Fields: ~Escapable {
        private let text: Span<UInt8>
        private let members: [JSONMemberRange]

        @_lifetime(copy text)
        init(_ text: Span<UInt8>) throws(Malformed) {
            self.text = text
            do throws(JSONError) {
                members = try JSONReader.members(of: text)
            } catch {
                throw Malformed(reason: "A message must be a JSON object: \(error).")
            }
        }

        subscript(name: String) -> Range<Int>? { members.first { $0.name == name }?.value }

        func isObject(_ place: Range<Int>) -> Bool { text[place.lowerBound] == UInt8(ascii: "{") }

        func string(_ name: String) throws(Malformed) -> String {
            guard let place = self[name], let text = try? JSONReader.value(of: text.extracting(place)).string,
                !text.isEmpty
            else { throw Malformed(reason: "A message must have the member \"\(name)\", a string that is not empty.") }
            return text
        }

        /// Null if it is absent.
        func object(_ name: String) throws(Malformed) -> JSONValue {
            guard let place = self[name] else { return .null }
            let value = try? JSONReader.value(of: text.extracting(place))
            guard let value, value == .null || value.object != nil else {
                throw Malformed(reason: "The member \"\(name)\" must be an object.")
            }
            return value
        }
    }
}

/// A message of the server.
enum ServerMessage {
    case connectionAck
    case pong(JSONValue)
    /// One answer of an operation.
    case next(id: String, Response)
    /// The operation did not begin, or its source failed; nothing follows. Of the answer only the errors are told.
    case error(id: String, Response)
    case complete(id: String)

    var bytes: [UInt8] {
        switch self {
        case .connectionAck: return Array(#"{"type":"connection_ack"}"#.utf8)
        case .pong(.null): return Array(#"{"type":"pong"}"#.utf8)
        case .pong(let payload):
            var bytes = Array(#"{"type":"pong","payload":"#.utf8)
            payload.append(to: &bytes)
            return bytes + "}".utf8
        case .next(let id, let response): return Self.message("next", id, payload: response.bytes)
        case .error(let id, let response): return Self.message("error", id, payload: response.bytes, member: "errors")
        case .complete(let id):
            var bytes = Array(#"{"type":"complete","id":"#.utf8)
            appendJSONString(id, to: &bytes)
            return bytes + "}".utf8
        }
    }

    /// - Parameter member: the one member of the payload that is sent in its place.
    private static func message(
        _ type: String, _ id: String, payload: ResponseBytes, member: String? = nil
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + id.utf8.count + 48)
        bytes += #"{"type":""#.utf8
        bytes += type.utf8
        bytes += #"","id":"#.utf8
        appendJSONString(id, to: &bytes)
        bytes += #","payload":"#.utf8
        unsafe payload.withUnsafeBytes { payload in
            let span = unsafe Span<UInt8>(_unsafeElements: payload.assumingMemoryBound(to: UInt8.self))
            let place = member.flatMap { name in
                (try? JSONReader.members(of: span))?.first { $0.name == name }?.value
            }
            unsafe bytes.append(contentsOf: payload[place ?? 0..<payload.count])
        }
        return bytes + "}".utf8
    }
}
