import CLibevent
import EventLoop
private import Glibc

/// One WebSocket on the connection evhttp accepted, whose stream it drives from the handshake on. Loop thread only.
@safe final class WebSocketCore {
    private enum Phase {
        case open
        /// A close frame was sent or received; what else arrives is dropped.
        case closing
        /// The peer broke the protocol and was told; nothing is read but the end of the stream.
        case broken
        case ended
    }

    /// What the handler does when the server begins to stop; without it the socket is closed then.
    private var onServerStop: (() -> Void)?
    private var isServerStopping = false
    /// The task of the handler.
    var task: Task<Void, Never>?
    private let frames: WebSocketFrames
    private let stream: OpaquePointer
    /// Nil once it has ended.
    private var connection: Connection?
    private let limits: WebSocketLimits
    static let stopReason = "The server stops."
    private var phase = Phase.open
    private var messages = FirstInFirstOut<[UInt8]>()
    private var reader: UnsafeContinuation<[UInt8]?, Never>?
    private var writers: [UnsafeContinuation<Void, Never>] = unsafe []
    private var life: WebSocketLife

    /// Takes the stream over from evhttp, which goes on to own it and the connection.
    init(_ stream: OpaquePointer, of connection: Connection, limits: WebSocketLimits, life: WebSocketLife) {
        unsafe self.stream = unsafe stream
        self.connection = connection
        self.limits = limits
        self.life = life
        frames = unsafe WebSocketFrames(stream, maximumMessageSize: limits.maximumMessageSize)
        frames.isWelcome = { [unowned self] in isReadingOn }
        frames.onMessage = { [unowned self] in received($0, isText: $1) }
        unsafe bufferevent_setcb(
            stream, streamIsReadable, streamIsDrained, streamEnded, Unmanaged.passUnretained(self).toOpaque())
        unsafe bufferevent_set_timeouts(stream, nil, nil)
        unsafe bufferevent_setwatermark(stream, Int16(EV_READ), 0, 64 << 10)
        unsafe bufferevent_setwatermark(stream, Int16(EV_WRITE), limits.sendBufferSize / 4, 0)
    }

    /// Sends the handshake's answer and begins to read; the client may have sent frames already.
    func open(with head: [UInt8]) {
        unsafe evbuffer_add(bufferevent_get_output(stream), head, head.count)
        unsafe bufferevent_enable(stream, Int16(EV_READ | EV_WRITE))
        pump()
    }

    // MARK: For the handler

    /// Whether a sender must wait.
    var isFull: Bool { phase == .open && unsentSize > limits.sendBufferSize }

    func waitForRoom(_ continuation: UnsafeContinuation<Void, Never>) {
        unsafe writers.append(continuation)
    }

    /// False once the socket is being closed.
    func send(_ text: [UInt8]) -> Bool {
        guard phase == .open, frames.queue(text) else { return false }
        flush()
        return true
    }

    func takeMessage() -> [UInt8]? {
        let wasCrowded = messages.count >= limits.maximumWaitingMessages
        defer { if wasCrowded { pump() } }
        return messages.popFirst()
    }

    /// Keeps the continuation until a message comes, or none any more. Only one task may wait.
    func waitForMessage(_ continuation: UnsafeContinuation<[UInt8]?, Never>) {
        if phase != .open { return unsafe continuation.resume(returning: nil) }
        unsafe precondition(reader == nil, "two tasks wait for the messages of one WebSocket")
        unsafe reader = continuation
    }

    func close(_ code: WebSocketCloseCode, _ reason: String) {
        guard phase == .open else { return }
        frames.queueClose(code, reason)
        leaveOpen(for: .closing)
        flush()
        pump()
    }

    /// Calls `body` when the server begins to stop, or now if it does already.
    func whenServerStops(_ body: @escaping () -> Void) {
        onServerStop = body
        if isServerStopping { body() }
    }

    // MARK: For the connection

    func serverStops() {
        isServerStopping = true
        if let onServerStop { onServerStop() } else { close(.goingAway, Self.stopReason) }
    }

    /// Called once a tick: whether the connection is to be cut. Pings those who are silent and closes on those who
    /// neither answer nor read.
    func hasTimedOut(tick: Int) -> Bool {
        switch life.advance(to: tick, unsentSize: unsentSize, isOpen: phase == .open) {
        case .goOn: return false
        case .ping:
            frames.queuePing()
            flush()
            return false
        case .close(let reason):
            close(.policyViolation, reason)
            return false
        case .cut: return true
        }
    }

    /// evhttp is about to free the stream.
    func connectionEnded() {
        connection = nil
        onServerStop = nil
        leaveOpen(for: .ended)
        task?.cancel()
        task = nil
    }

    // MARK: Reading and writing

    private var unsentSize: Int {
        phase == .ended ? 0 : unsafe evbuffer_get_length(bufferevent_get_output(stream)) + frames.queuedSize
    }

    /// While the handler lags behind, or the peer does not take our answers, what it sends waits in the kernel.
    private var isReadingOn: Bool {
        phase == .closing || messages.count < limits.maximumWaitingMessages && unsentSize <= limits.sendBufferSize
    }

    fileprivate func readable() {
        life.heard()
        pump()
    }

    /// Reads as far as possible, answers what wslay has to say to it, and sees whether that was the end.
    private func pump() {
        switch phase {
        case .ended: return
        case .broken:
            let input = unsafe bufferevent_get_input(stream)
            unsafe evbuffer_drain(input, evbuffer_get_length(input))
        case .open, .closing:
            frames.receive()
            flush()
            if phase != .ended, !frames.canReceive { leaveOpen(for: frames.hasReceivedClose ? .closing : .broken) }
        }
        finishIfDone()
    }

    private func flush() {
        if phase != .ended, !frames.flush() { cut() }
    }

    fileprivate func drained() {
        let waiting = unsafe writers
        unsafe writers = unsafe []
        unsafe waiting.forEach { unsafe $0.resume() }
        if isReadingOn { pump() } else { finishIfDone() }
    }

    /// Ends the connection once both sides have said so. One whose peer broke the protocol ends from our side first,
    /// and wholly with the peer's, so that what the peer still sends does not destroy our reason on its way.
    private func finishIfDone() {
        guard phase != .ended, frames.hasSentClose, unsentSize == 0 else { return }
        if frames.hasReceivedClose { return cut() }
        if phase == .broken, let connection { shutdown(connection.descriptor, Int32(SHUT_WR)) }
    }

    fileprivate func cut() { connection?.close() }

    /// Within `frames.receive()`, which must not be entered again.
    private func received(_ message: [UInt8], isText: Bool) {
        guard phase == .open else { return }
        guard isText else {
            frames.queueClose(.unsupportedData, "Only text messages are understood here.")
            return leaveOpen(for: .closing)
        }
        guard let reader = unsafe reader else { return messages.append(message) }
        unsafe self.reader = nil
        unsafe reader.resume(returning: message)
    }

    private func leaveOpen(for next: Phase) {
        if phase == .ended { return }
        phase = next
        // Nobody waits for a socket that closes.
        let waiting = unsafe (reader, writers)
        unsafe (reader, writers) = unsafe (nil, [])
        unsafe waiting.0?.resume(returning: nil)
        unsafe waiting.1.forEach { unsafe $0.resume() }
    }
}

private func owner(_ context: UnsafeMutableRawPointer?) -> WebSocketCore? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<WebSocketCore>.fromOpaque(context).takeUnretainedValue()
}

private func streamIsReadable(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?) {
    unsafe owner(context)?.readable()
}

private func streamIsDrained(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?) {
    unsafe owner(context)?.drained()
}

/// The peer's stream ended, or broke.
private func streamEnded(_: OpaquePointer?, _: Int16, _ context: UnsafeMutableRawPointer?) {
    unsafe owner(context)?.cut()
}
