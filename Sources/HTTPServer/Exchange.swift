import CLibevent

/// One request and its answer on a connection. Loop thread only.
///
/// libevent owns the request; it is freed once answered or when its connection ends, which is when `raw` becomes nil.
@safe final class Exchange {
    private(set) var raw: UnsafeMutablePointer<evhttp_request>?
    let connection: Connection
    /// The client left while the handler was at work.
    var isAbandoned = false
    /// The answer has no end of its own: it is asked to end when the server stops.
    var isOpenEnded = false
    /// The task that runs the handler.
    var task: Task<Void, Never>?

    init(raw: UnsafeMutablePointer<evhttp_request>, connection: Connection) {
        unsafe self.raw = raw
        self.connection = connection
    }

    /// Ends the access to libevent's request and hands it to the one who answers.
    func takeRaw() -> UnsafeMutablePointer<evhttp_request>? {
        defer { unsafe raw = nil }
        return unsafe raw
    }

    func header(_ name: StaticString) -> String? {
        guard let raw = unsafe raw else { return nil }
        return unsafe RequestHead.firstHeader(of: raw, named: name).map { unsafe String(cString: $0) }
    }

    func headers(_ name: StaticString) -> [String] {
        guard let raw = unsafe raw else { return [] }
        var values: [String] = []
        unsafe RequestHead.forEachHeader(of: raw) { key, value in
            if unsafe RequestHead.isName(key, name) { unsafe values.append(String(cString: value)) }
        }
        return values
    }

    var isAtLeastHTTP11: Bool {
        guard let raw = unsafe raw else { return false }
        return unsafe raw.pointee.major == 1 && raw.pointee.minor >= 1 || raw.pointee.major > 1
    }

    var bodySize: Int {
        guard let raw = unsafe raw else { return 0 }
        return unsafe evbuffer_get_length(raw.pointee.input_buffer)
    }

    func withBody<Result, Failure>(
        _ read: (borrowing RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Joins the chunks when there is more than one; a body that came in one read is not moved.
        guard let raw = unsafe raw, let start = unsafe evbuffer_pullup(raw.pointee.input_buffer, -1) else {
            return try read(RawSpan())
        }
        return try unsafe read(RawSpan(_unsafeStart: start, byteCount: bodySize))
    }

    var client: ClientAddress {
        guard let raw = unsafe raw else { return .none }
        let peer = unsafe connection.peer(of: raw)
        let proxies = connection.server.configuration.trustedProxies
        guard !proxies.isEmpty else { return peer }
        return ClientAddress(proxies.client(peer: peer.text, forwardedFor: headers("X-Forwarded-For")))
    }
}
