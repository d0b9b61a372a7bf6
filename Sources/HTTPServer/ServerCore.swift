import CLibevent
import EventLoop

/// evhttp on one loop with its connections. Loop thread only.
@safe final class ServerCore {
    /// Deadlines in ticks of the sweep.
    struct TickLimits {
        let idle: Int
        let reading: Int
        let writing: Int
        let socket: WebSocketLife.Limits
    }

    let loop: EventLoop
    let configuration: HTTPServerConfiguration
    let meter: HTTPServerMeter
    private let handler: HTTPHandler
    /// Where other tasks of the loop find us, until the server has stopped.
    private let place: LoopBound<ServerCore?>
    private let http: OpaquePointer
    private let tasks = RequestTasks()
    private var hangups: HangupWatch?
    private var listener: OpaquePointer?
    /// By descriptor, which the kernel keeps small.
    private var connections: [Connection?] = []
    /// Sockets evhttp accepted in this turn; their `evhttp_connection` is not yet known to us.
    private var accepted: [OpaquePointer] = unsafe []
    private var head = ResponseHead()
    private let gzip: GzipEncoder
    /// Counts sweeps; the time of all deadlines here.
    private(set) var tick = 0
    private let tickLength: Duration
    let limits: TickLimits
    private var sweeper: LoopTimer?
    private(set) var isStopping = false
    private var whenEmpty: (() -> Void)?

    /// Refused connections that may wait for their 503 at a time; more are dropped unanswered.
    private static let maximumRefused = 128

    init(
        place: LoopBound<ServerCore?>, configuration: HTTPServerConfiguration, meter: HTTPServerMeter,
        handler: @escaping HTTPHandler
    ) throws(HTTPServerError) {
        guard let http = unsafe evhttp_new(place.loop.eventBase) else { throw .cannotStart }
        self.place = place
        loop = place.loop
        self.configuration = configuration
        self.meter = meter
        self.handler = handler
        unsafe self.http = unsafe http
        gzip = GzipEncoder(level: configuration.gzipLevel)
        let sockets = configuration.webSocket
        let deadlines = [
            configuration.idleTimeout, configuration.requestDeadline, configuration.writeStallTimeout,
            sockets.pingInterval, sockets.closeTimeout,
        ]
        // Not below what timers keep.
        let length = max(.milliseconds(5), min(.seconds(1), (deadlines.min() ?? .seconds(1)) / 4))
        tickLength = length
        limits = TickLimits(
            idle: Int(configuration.idleTimeout / length),
            reading: Int(configuration.requestDeadline / length),
            writing: Int(configuration.writeStallTimeout / length),
            socket: WebSocketLife.Limits(
                ping: Int(sockets.pingInterval / length),
                writing: Int(configuration.writeStallTimeout / length),
                closing: Int(sockets.closeTimeout / length)))
    }

    deinit { unsafe evhttp_free(http) }

    // MARK: Life

    func start(listeningOn descriptor: Int32) throws(HTTPServerError) {
        unsafe evhttp_set_max_body_size(http, configuration.maximumBodySize)
        unsafe evhttp_set_max_headers_size(http, configuration.maximumHeaderSize)
        // Otherwise OPTIONS and unknown methods would be answered with 501 before we see them.
        unsafe evhttp_set_allowed_methods(http, UInt16.max)
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe evhttp_set_bevcb(http, connectionAccepted, context)
        unsafe evhttp_set_gencb(http, requestArrived, context)
        hangups = HangupWatch(loop: loop) { [unowned self] in connection(at: $0)?.peerHungUp() }
        unsafe listener = evhttp_accept_socket_with_handle(http, descriptor)
        guard let listener = unsafe listener, hangups != nil else { throw .cannotStart }
        unsafe evconnlistener_set_error_cb(evhttp_bound_socket_get_listener(listener), acceptFailed)
        sweep()
    }

    /// Accepts no more, ends idle connections at once and asks those without an end of their own to end, and calls back
    /// when the last one has ended.
    func drain(whenEmpty callback: @escaping () -> Void) {
        isStopping = true
        stopListening()
        adoptAccepted()
        for case let connection? in connections {
            if connection.phase == .idle { connection.close() }
            connection.socket?.serverStops()
            if let exchange = connection.exchange, exchange.isOpenEnded { exchange.task?.cancel() }
        }
        if meter.open.current == 0 { callback() } else { whenEmpty = callback }
    }

    /// Ends every connection and cancels their requests.
    func closeAll() {
        adoptAccepted()
        for case let connection? in connections { connection.close() }
        tasks.end()
        sweeper?.cancel()
        hangups?.cancel()
    }

    private func stopListening() {
        guard let listener = unsafe listener else { return }
        unsafe evhttp_del_accept_socket(http, listener)
        unsafe self.listener = nil
    }

    /// Ends those who took too long, once a tick.
    private func sweep() {
        tick += 1
        if let listener = unsafe listener { unsafe evconnlistener_enable(evhttp_bound_socket_get_listener(listener)) }
        for case let connection? in connections where connection.hasTimedOut(limits) {
            if connection.phase == .reading { connection.sendTimeout() }
            connection.close()
        }
        sweeper = loop.schedule(after: tickLength) { [weak self] in self?.sweep() }
    }

    // MARK: Connections

    fileprivate func accept() -> OpaquePointer? {
        guard let stream = unsafe bufferevent_socket_new(loop.eventBase, -1, 0) else { return nil }
        // The reference tells us later whether the connection still lives.
        unsafe bufferevent_incref(stream)
        unsafe accepted.append(stream)
        if unsafe accepted.count == 1 { loop.execute { [place] in place.withValue { $0 }?.adoptAccepted() } }
        return unsafe stream
    }

    /// Finds evhttp's connections behind the sockets it accepted: they are the argument of their callbacks.
    private func adoptAccepted() {
        while let stream = unsafe accepted.popLast() {
            var context: UnsafeMutableRawPointer?
            unsafe bufferevent_getcb(stream, nil, nil, nil, &context)
            if let raw = unsafe context { unsafe adopt(OpaquePointer(raw)) }
            unsafe bufferevent_decref(stream)
        }
    }

    private func adopt(_ raw: OpaquePointer) {
        let isRefused = meter.open.current >= configuration.maximumConnections
        let connection = unsafe Connection(raw, server: self, isRefused: isRefused)
        let index = Int(connection.descriptor)
        while connections.count <= index { connections.append(nil) }
        connections[index] = connection
        hangups?.add(connection.descriptor)
        meter.open.add(1)
        meter.accepted.add(1)
        guard isRefused else { return }
        meter.refused.add(1)
        if meter.open.current > configuration.maximumConnections + Self.maximumRefused { connection.close() }
    }

    private func connection(at descriptor: Int32) -> Connection? {
        connections.indices.contains(Int(descriptor)) ? connections[Int(descriptor)] : nil
    }

    func remove(_ connection: Connection) {
        connections[Int(connection.descriptor)] = nil
        meter.open.add(-1)
        guard meter.open.current == 0, let callback = whenEmpty else { return }
        whenEmpty = nil
        callback()
    }

    /// Ends a connection after the callback that is running in it.
    func closeSoon(_ connection: Connection) {
        let bound = LoopBound(loop, connection)
        loop.execute { bound.withValue { $0 }.close() }
    }

    // MARK: Requests

    fileprivate func handle(_ raw: UnsafeMutablePointer<evhttp_request>) {
        adoptAccepted()
        let stream = unsafe evhttp_connection_get_bufferevent(raw.pointee.evcon)
        guard let connection = unsafe connection(at: bufferevent_getfd(stream)) else {
            return unsafe evhttp_connection_free(raw.pointee.evcon)
        }
        meter.requests.add(1)
        let exchange = unsafe connection.begin(raw)
        if let flaw = unsafe RequestHead.flaw(of: raw) {
            return refuse(exchange, .text("The request is malformed: \(flaw).\n", status: .badRequest))
        }
        let path = unsafe RequestHead.path(of: raw)
        if connection.isRefused && !configuration.pathsBeyondLimit.contains(path) {
            return refuse(
                exchange, .unavailable("The server has all the connections it can serve. Try again.\n"))
        }
        let request = unsafe HTTPRequest(
            method: RequestHead.method(of: raw),
            path: path,
            query: RequestHead.query(of: raw),
            exchange: LoopBound(loop, exchange))
        exchange.task = tasks.resume(with: request)
        if exchange.task == nil { startTask(for: exchange, with: request) }
        connection.handlerBegan()
    }

    /// Starts a task that answers the request, and then others.
    private func startTask(for exchange: Exchange, with first: HTTPRequest) {
        exchange.task = loop.spawn { [handler, place] in
            var next: HTTPRequest? = first
            while let request = next.take() {
                let response = await handler(request)
                guard let server = place.withValue({ $0 }) else { return }
                guard let task = server.answer(request, with: response) else {
                    return await server.serve(request, with: response)
                }
                next = await server.tasks.next(for: task)
            }
        }
    }

    /// Answers before any handler, and ends the connection: where its next request begins is uncertain or unwanted.
    private func refuse(_ exchange: Exchange, _ response: HTTPResponse) {
        guard let raw = unsafe exchange.takeRaw() else { return }
        let isConnect = unsafe raw.pointee.type == EVHTTP_REQ_CONNECT
        unsafe exchange.connection.closeAfterAnswer(raw)
        unsafe send(response, to: raw, on: exchange.connection)
        // Whatever the answer's head says, evhttp goes on reading after CONNECT.
        if isConnect { exchange.connection.close() }
    }

    /// Sends an answer that is known as a whole. Returns the task, which nobody will cancel for this request any more;
    /// nil if there is nothing to send, or it has to be sent piece by piece.
    private func answer(_ request: HTTPRequest, with response: HTTPResponse) -> Task<Void, Never>? {
        let exchange = request.exchange.withValue { $0 }
        guard !exchange.isAbandoned, response.body.isWhole || request.method == .head, let task = exchange.task,
            let raw = unsafe exchange.takeRaw()
        else { return nil }
        exchange.task = nil
        if isStopping || exchange.connection.isRefused { unsafe exchange.connection.closeAfterAnswer(raw) }
        unsafe send(response, to: raw, on: exchange.connection)
        return task
    }

    /// Gives an answer that lasts.
    private func serve(_ request: HTTPRequest, with response: HTTPResponse) async {
        let exchange = request.exchange.withValue { $0 }
        if exchange.isAbandoned { return exchange.connection.close() }
        if case .webSocket(let handler) = response.body { return await upgrade(exchange, with: response, handler) }
        guard let produce = response.body.producer, let raw = unsafe exchange.raw else { return }
        exchange.isOpenEnded = response.body.isOpenEnded
        if exchange.isOpenEnded, isStopping { exchange.task?.cancel() }
        let writer = unsafe exchange.connection.startStream(raw, response)
        await stream(produce, through: writer, exchange)
    }

    private func stream(
        _ produce: @Sendable (HTTPBodyWriter) async throws -> Void,
        through writer: StreamWriter,
        _ exchange: Exchange
    ) async {
        var isComplete = true
        do { try await produce(HTTPBodyWriter(writer: LoopBound(loop, writer))) } catch { isComplete = false }
        exchange.task = nil
        guard let raw = unsafe exchange.takeRaw() else { return }
        unsafe exchange.connection.endStream(raw, isComplete: isComplete)
    }

    /// Lends the connection to a WebSocket's handler; nothing is left to answer afterwards.
    private func upgrade(
        _ exchange: Exchange, with response: HTTPResponse, _ handler: @Sendable (WebSocket) async throws -> Void
    ) async {
        head.write(response, length: nil, persistence: .isImplied)
        head.append("\r\n")
        let core = exchange.connection.upgrade(sending: head.bytes, task: exchange.task)
        exchange.task = nil
        let socket = WebSocket(core: LoopBound(loop, core))
        if isStopping { core.serverStops() }
        do {
            try await handler(socket)
            socket.close(.normal, "")
        } catch {
            socket.close(.internalError, "The server failed to serve this socket.")
        }
    }

    private func send(_ response: HTTPResponse, to raw: UnsafeMutablePointer<evhttp_request>, on connection: Connection)
    {
        var response = response
        unsafe compress(&response, for: raw)
        let length = response.status.forbidsBody ? nil : response.body.count ?? 0
        unsafe head.write(response, length: length, persistence: RequestHead.persistence(of: raw))
        head.append("\r\n")
        if unsafe raw.pointee.type == EVHTTP_REQ_HEAD || length == nil { response.body = .empty }
        unsafe response.body.withUnsafeBytes { unsafe connection.send(raw, head: head.bytes, body: $0) }
    }

    /// Compresses an answer that is long enough, of a kind that shrinks, and wanted so by the client.
    private func compress(_ response: inout HTTPResponse, for raw: UnsafeMutablePointer<evhttp_request>) {
        guard let size = response.body.count, size >= configuration.gzipMinimumSize,
            response.headers.first("Content-Encoding") == nil,
            let type = response.headers.first("Content-Type"), Self.isCompressible(type)
        else { return }
        response.headers.add(Self.varying)
        guard let accepted = unsafe RequestHead.firstHeader(of: raw, named: "Accept-Encoding"),
            unsafe AcceptEncoding.allowsGzip(String(cString: accepted)),
            let encoded = unsafe response.body.withUnsafeBytes({ unsafe gzip.encode($0) })
        else { return }
        response.headers.add("Content-Encoding", "gzip")
        response.body = .bytes(encoded)
    }

    private static let varying: HTTPHeaders = ["Vary": "Accept-Encoding"]
    private static let compressibleTypes = ["json", "javascript", "xml"]

    /// By bytes, since `String.contains` prepares a search each time: that was a sixth of the time of a cached answer.
    private static func isCompressible(_ type: String) -> Bool {
        let type = type.utf8
        return type.starts(with: "text/".utf8)
            || compressibleTypes.contains { name in type.indices.contains { type[$0...].starts(with: name.utf8) } }
    }
}

private func connectionAccepted(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?) -> OpaquePointer? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue().accept()
}

/// The process has no descriptor left. Accepting again at once would spin; the next sweep does.
private func acceptFailed(_ listener: OpaquePointer?, _: UnsafeMutableRawPointer?) {
    _ = unsafe evconnlistener_disable(listener)
}

private func requestArrived(_ request: UnsafeMutablePointer<evhttp_request>?, _ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context, let request = unsafe request else { return }
    unsafe Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue().handle(request)
}
