import CLibevent
import EventLoop
private import Glibc

/// One client's connection: evhttp's own object, and what we know beside it. Loop thread only.
@safe final class Connection {
    enum Phase {
        /// Between requests.
        case idle
        /// Some bytes of a request are here, not all.
        case reading
        /// The handler is at work, or its answer still goes out.
        case answering
        /// evhttp refused what has arrived of a request; its answer goes out while the rest is read and dropped.
        case refused
        /// A WebSocket now; evhttp only keeps it.
        case upgraded
    }

    let server: ServerCore
    let descriptor: Int32
    /// Accepted beyond the limit: one request is answered, on most paths only to tell so.
    let isRefused: Bool
    private let raw: OpaquePointer
    fileprivate let stream: OpaquePointer
    private(set) var phase = Phase.idle
    /// The server's tick when the phase began, or when the client last took some of the answer.
    private(set) var since: Int
    private(set) var isClosed = false
    /// The request that waits for its answer.
    private(set) var exchange: Exchange?
    private var writer: StreamWriter?
    private(set) var socket: WebSocketCore?
    /// The peer sends no more.
    private var hasHungUp = false
    private var unsentAtLastSweep = 0
    /// What evhttp does when the stream fails.
    private var evhttpFails: bufferevent_event_cb?
    private var knownPeer: ClientAddress?

    /// Takes evhttp's connection under observation, which lasts until it ends.
    init(_ raw: OpaquePointer, server: ServerCore, isRefused: Bool) {
        unsafe self.raw = raw
        unsafe stream = evhttp_connection_get_bufferevent(raw)
        self.server = server
        self.isRefused = isRefused
        unsafe descriptor = bufferevent_getfd(stream)
        since = server.tick
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe evhttp_connection_set_closecb(raw, connectionClosed, context)
        unsafe evbuffer_add_cb(bufferevent_get_input(stream), connectionReceived, context)
        unsafe evbuffer_add_cb(bufferevent_get_output(stream), connectionWrites, context)
        // evhttp keeps a body here until it is whole; what a client pipelines beyond that waits in the kernel.
        let limits = server.configuration
        unsafe bufferevent_setwatermark(
            stream, Int16(EV_READ), 0, limits.maximumBodySize + 2 * limits.maximumHeaderSize + 4096)
        var on: Int32 = 1
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    // MARK: Life

    /// Ends the connection now, whatever it is doing.
    func close() {
        if !isClosed { unsafe evhttp_connection_free(raw) }
    }

    /// Tells a client that was too slow, as far as the socket takes it.
    func sendTimeout() {
        let answer = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        let none = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
        _ = unsafe Array(answer.utf8).withUnsafeBytes { unsafe self.write($0, none) }
    }

    /// evhttp is about to free its connection, on its own account or ours.
    fileprivate func closed() {
        isClosed = true
        if let socket {
            socket.connectionEnded()
            server.meter.openSockets.add(-1)
        } else {
            abandon()
        }
        if let exchange {
            // evhttp frees it with the connection: it forgets only requests whose answers it failed to write.
            _ = unsafe exchange.takeRaw()
        }
        writer?.connectionClosed()
        writer = nil
        exchange = nil
        socket = nil
        server.remove(self)
    }

    /// The peer sends no more. With a request pending this means that nobody waits for the answer; a WebSocket sees it
    /// itself, after what came before.
    func peerHungUp() {
        hasHungUp = true
        if socket == nil { abandon() }
    }

    /// The handler of a request is at work now. The peer may have left while the request was still being read; that is
    /// told only once.
    func handlerBegan() {
        if hasHungUp { abandon() }
    }

    private func abandon() {
        guard let exchange, !exchange.isAbandoned else { return }
        exchange.isAbandoned = true
        server.meter.abandoned.add(1)
        exchange.task?.cancel()
        writer?.abandon()
    }

    fileprivate func received(_ count: Int) {
        server.meter.received.add(count)
        if phase == .idle { enter(.reading) }
    }

    // MARK: Refusing

    /// Something is to be sent before the request is whole. That is `100 Continue`, or evhttp's own refusal of a body that
    /// is too large or of a malformed head, after which it would end the connection: a client that still sends would
    /// then see a reset rather than the answer. So the stream is taken over as soon as evhttp is done with it.
    fileprivate func writesEarly() {
        guard phase == .reading else { return }
        let bound = LoopBound(server.loop, self)
        server.loop.execute { bound.withValue { $0 }.takeOverRefusal() }
    }

    private func takeOverRefusal() {
        let output = unsafe bufferevent_get_output(stream)
        guard !isClosed, phase == .reading, unsafe evbuffer_get_length(output) > 0,
            unsafe evbuffer_search(output, "HTTP/1.1 100", 12, nil).pos != 0
        else { return }
        enter(.refused)
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe bufferevent_setcb(stream, refusedReceived, refusalSent, refusedEnded, context)
        unsafe bufferevent_enable(stream, Int16(EV_READ | EV_WRITE))
        dropInput()
    }

    fileprivate func dropInput() {
        let input = unsafe bufferevent_get_input(stream)
        unsafe evbuffer_drain(input, evbuffer_get_length(input))
    }

    private func enter(_ phase: Phase) {
        self.phase = phase
        since = server.tick
        unsentAtLastSweep = 0
    }

    /// Called once a tick: whether the client has been silent, or deaf, for too long.
    func hasTimedOut(_ limits: ServerCore.TickLimits) -> Bool {
        switch phase {
        case .idle: return server.tick - since > (isRefused ? limits.reading : limits.idle)
        case .reading: return server.tick - since > limits.reading
        case .answering:
            let unsent = unsafe evbuffer_get_length(bufferevent_get_output(stream))
            if unsent == 0 || unsent != unsentAtLastSweep {
                unsentAtLastSweep = unsent
                since = server.tick
            }
            return server.tick - since > limits.writing
        case .refused: return server.tick - since > limits.socket.closing
        case .upgraded: return socket?.hasTimedOut(tick: server.tick) ?? false
        }
    }

    // MARK: Answering

    /// Who has connected, which evhttp tells with each request.
    func peer(of request: UnsafeMutablePointer<evhttp_request>) -> ClientAddress {
        if let knownPeer { return knownPeer }
        guard let host = unsafe request.pointee.remote_host else { return .none }
        let peer = ClientAddress(unsafe String(cString: host))
        knownPeer = peer
        return peer
    }

    /// A whole request is here.
    func begin(_ request: UnsafeMutablePointer<evhttp_request>) -> Exchange {
        enter(.answering)
        quiet()
        // evhttp has just stopped reading and will begin again after the answer: two system calls a request, which cancel
        // each other out within one turn. What arrives meanwhile waits in the buffer, and HangupWatch sees the end.
        unsafe bufferevent_enable(stream, Int16(EV_READ))
        let exchange = unsafe Exchange(raw: request, connection: self)
        self.exchange = exchange
        return exchange
    }

    /// Lets evhttp hear of nothing but what is written, until it sets its callbacks again.
    private func quiet() {
        var callbacks = unsafe (write: bufferevent_data_cb?.none, fail: bufferevent_event_cb?.none)
        var context: UnsafeMutableRawPointer?
        unsafe bufferevent_getcb(stream, nil, &callbacks.write, &callbacks.fail, &context)
        unsafe evhttpFails = callbacks.fail
        unsafe bufferevent_setcb(stream, nil, callbacks.write, nil, context)
    }

    /// Lets evhttp hear of failures again, too.
    private func listenForFailures() {
        var write: bufferevent_data_cb?
        var context: UnsafeMutableRawPointer?
        unsafe bufferevent_getcb(stream, nil, &write, nil, &context)
        unsafe bufferevent_setcb(stream, nil, write, evhttpFails, context)
    }

    /// Sends an answer known as a whole and gives the request back to evhttp.
    ///
    /// The bytes go to the socket at once, from where they lie; only what the kernel does not take is copied and left to
    /// evhttp's buffer. evhttp's own way would wait for one more poll and format each header with printf.
    func send(_ request: UnsafeMutablePointer<evhttp_request>, head: [UInt8], body: UnsafeRawBufferPointer) {
        let output = unsafe bufferevent_get_output(stream)
        // An unsent "100 Continue" must go first.
        let sent = unsafe evbuffer_get_length(output) == 0 ? head.withUnsafeBytes { unsafe write($0, body) } : 0
        guard let sent else { return close() }
        server.meter.sent.add(head.count + body.count)
        exchange = nil
        unsafe evhttp_request_forget_chunked(request)
        if sent < head.count + body.count {
            unsafe head.withUnsafeBytes { unsafe Self.append($0, from: sent, to: output) }
            unsafe Self.append(body, from: max(0, sent - head.count), to: output)
            let context = unsafe Unmanaged.passUnretained(self).toOpaque()
            unsafe evhttp_request_set_on_complete_cb(request, answerSent, context)
            unsafe evhttp_send_reply_end(request)
            // A peer that sends no more may still read: its end must not be taken for a failure before all is written.
            unsafe bufferevent_disable(stream, Int16(EV_READ))
            listenForFailures()
            unsafe bufferevent_enable(stream, Int16(EV_WRITE))
        } else {
            unsafe evhttp_send_reply_end(request)
            answered()
        }
    }

    /// The answer is out. The next request may already have begun to arrive.
    fileprivate func answered() {
        if isClosed { return }
        enter(unsafe evbuffer_get_length(bufferevent_get_input(stream)) > 0 ? .reading : .idle)
        if server.isStopping, phase == .idle { server.closeSoon(self) }
    }

    /// Number of bytes the kernel took; nil when the client is gone.
    private func write(_ head: UnsafeRawBufferPointer, _ body: UnsafeRawBufferPointer) -> Int? {
        // writev only reads, though iovec is declared for both directions.
        let parts: InlineArray<2, iovec> = unsafe [
            iovec(iov_base: UnsafeMutableRawPointer(mutating: head.baseAddress), iov_len: head.count),
            iovec(iov_base: UnsafeMutableRawPointer(mutating: body.baseAddress), iov_len: body.count),
        ]
        let count = unsafe parts.span.withUnsafeBufferPointer { parts in
            unsafe writev(descriptor, parts.baseAddress, body.isEmpty ? 1 : 2)
        }
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    private static func append(_ bytes: UnsafeRawBufferPointer, from start: Int, to buffer: OpaquePointer?) {
        guard start < bytes.count else { return }
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
        _ = unsafe evbuffer_add(buffer, rest.baseAddress, rest.count)
    }

    // MARK: Streaming

    /// Sends the head of an answer whose body follows in pieces.
    func startStream(_ request: UnsafeMutablePointer<evhttp_request>, _ response: HTTPResponse) -> StreamWriter {
        for line in response.headers.lines.split(separator: UInt8(ascii: "\n")) {
            let parts = line.dropLast().split(separator: UInt8(ascii: ":"), maxSplits: 1)
            guard parts.count == 2 else { continue }
            unsafe evhttp_add_header(
                request.pointee.output_headers,
                String(decoding: parts[0], as: UTF8.self),
                String(decoding: parts[1].dropFirst(), as: UTF8.self))
        }
        // Without chunks, the end of the connection is the end of the answer.
        if unsafe request.pointee.minor == 0 || server.isStopping || isRefused { unsafe closeAfterAnswer(request) }
        unsafe evhttp_send_reply_start(request, Int32(response.status.code), response.status.phrase)
        let writer = unsafe StreamWriter(request: request, stream: stream, meter: server.meter)
        self.writer = writer
        return writer
    }

    /// Ends a streamed answer; a broken one ends the connection, so that the client can tell.
    func endStream(_ request: UnsafeMutablePointer<evhttp_request>, isComplete: Bool) {
        writer?.end()
        writer = nil
        guard isComplete else { return close() }
        exchange = nil
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe evhttp_request_set_on_complete_cb(request, answerSent, context)
        unsafe evhttp_send_reply_end(request)
    }

    // MARK: WebSocket

    /// Turns the connection into a WebSocket. Its request stays, with its headers, until the end.
    func upgrade(sending head: [UInt8], task: Task<Void, Never>?) -> WebSocketCore {
        enter(.upgraded)
        let socket = unsafe WebSocketCore(
            stream, of: self, limits: server.configuration.webSocket,
            life: WebSocketLife(server.limits.socket, tick: server.tick))
        socket.task = task
        self.socket = socket
        server.meter.openSockets.add(1)
        socket.open(with: head)
        return socket
    }

    func closeAfterAnswer(_ request: UnsafeMutablePointer<evhttp_request>) {
        unsafe evhttp_add_header(request.pointee.output_headers, "Connection", "close")
    }
}

private func connectionClosed(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().closed()
}

private func connectionReceived(
    _: OpaquePointer?, _ change: UnsafePointer<evbuffer_cb_info>?, _ context: UnsafeMutableRawPointer?
) {
    guard let context = unsafe context, let change = unsafe change, unsafe change.pointee.n_added > 0 else { return }
    unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().received(change.pointee.n_added)
}

private func connectionWrites(
    _: OpaquePointer?, _ change: UnsafePointer<evbuffer_cb_info>?, _ context: UnsafeMutableRawPointer?
) {
    guard let context = unsafe context, let change = unsafe change, unsafe change.pointee.n_added > 0 else { return }
    unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().writesEarly()
}

private func refusedReceived(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().dropInput()
}

private func refusalSent(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    shutdown(unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().descriptor, Int32(SHUT_WR))
}

/// The peer has sent all it wanted, or is gone.
private func refusedEnded(_: OpaquePointer?, _: Int16, _ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().close()
}

/// evhttp calls this just before it reads the next request, or frees the connection; what follows is seen after that.
private func answerSent(_: UnsafeMutablePointer<evhttp_request>?, _ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().answered()
}
