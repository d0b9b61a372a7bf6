import CLibevent

/// The sending side of one streamed answer, with back-pressure. Loop thread only.
@safe final class StreamWriter {
    /// A writer waits while more than this is unsent, in bytes,
    private static let highMark = 256 << 10
    /// and goes on when less than this is left.
    private static let lowMark = 64 << 10

    private let request: UnsafeMutablePointer<evhttp_request>
    private let output: OpaquePointer
    private let meter: HTTPServerMeter
    private let chunk: OpaquePointer
    private var waiting: UnsafeContinuation<Void, any Error>?
    private(set) var isOpen = true

    init(request: UnsafeMutablePointer<evhttp_request>, stream: OpaquePointer, meter: HTTPServerMeter) {
        unsafe self.request = request
        unsafe output = bufferevent_get_output(stream)
        unsafe chunk = evbuffer_new()
        self.meter = meter
        unsafe evbuffer_add_cb(output, outputChanged, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { unsafe evbuffer_free(chunk) }

    /// Queues a chunk. False when the client is gone.
    func queue(_ bytes: [UInt8]) -> Bool {
        guard isOpen else { return false }
        _ = unsafe bytes.withUnsafeBytes { unsafe evbuffer_add(chunk, $0.baseAddress, $0.count) }
        unsafe evhttp_send_reply_chunk(request, chunk)
        meter.sent.add(bytes.count)
        return true
    }

    /// Whether so much is unsent that the writer must wait.
    var isFull: Bool { unsafe isOpen && evbuffer_get_length(output) > Self.highMark }

    /// Keeps the continuation until there is room or the client is gone.
    func wait(_ continuation: UnsafeContinuation<Void, any Error>) {
        unsafe waiting = continuation
    }

    fileprivate func unsentChanged(to count: Int) {
        if count < Self.lowMark { resume(.success(())) }
    }

    /// No more is written; the buffer lives on without us.
    func end() {
        guard isOpen else { return }
        isOpen = false
        unsafe evbuffer_remove_cb(output, outputChanged, Unmanaged.passUnretained(self).toOpaque())
    }

    /// The answer goes nowhere any more: the writer's next step throws.
    func abandon() {
        end()
        resume(.failure(ClientLeft()))
    }

    /// evhttp is about to free the connection. It forgets a request whose answer is unfinished; that one is ours then.
    func connectionClosed() {
        abandon()
        if unsafe request.pointee.evcon == nil { unsafe evhttp_request_free(request) }
    }

    private func resume(_ result: Result<Void, any Error>) {
        guard let continuation = unsafe waiting else { return }
        unsafe waiting = nil
        unsafe continuation.resume(with: result)
    }
}

private func outputChanged(
    _: OpaquePointer?, _ change: UnsafePointer<evbuffer_cb_info>?, _ context: UnsafeMutableRawPointer?
) {
    guard let context = unsafe context, let change = unsafe change?.pointee else { return }
    unsafe Unmanaged<StreamWriter>.fromOpaque(context).takeUnretainedValue()
        .unsentChanged(to: change.orig_size + change.n_added - change.n_deleted)
}
