import CLibevent
import CWslay

/// wslay on one socket: turns the bytes of libevent's buffers into messages and back, answers pings, and closes on
/// whatever breaks the protocol. Loop thread only.
@safe final class WebSocketFrames {
    private let input: OpaquePointer
    private let output: OpaquePointer
    private var context: OpaquePointer?
    /// Bytes came that are no frame; nothing is read or sent any more.
    private var isGarbled = false
    /// Asked before each read: false leaves the bytes where they are.
    var isWelcome: () -> Bool = { true }
    /// A whole message, before the next is read. It must not end the socket.
    var onMessage: (_ message: [UInt8], _ isText: Bool) -> Void = { _, _ in }

    /// - Parameter stream: a bufferevent, which must outlive this.
    init(_ stream: OpaquePointer, maximumMessageSize: Int) {
        unsafe input = bufferevent_get_input(stream)
        unsafe output = bufferevent_get_output(stream)
        var callbacks = wslay_event_callbacks()
        unsafe callbacks.recv_callback = takeInput
        unsafe callbacks.send_callback = putOutput
        unsafe callbacks.on_msg_recv_callback = messageArrived
        let status = unsafe wslay_event_context_server_init(
            &context, &callbacks, Unmanaged.passUnretained(self).toOpaque())
        precondition(status == 0, "wslay could not make a context: out of memory")
        unsafe wslay_event_config_set_max_recv_msg_length(context, UInt64(maximumMessageSize))
    }

    deinit { unsafe wslay_event_context_free(context) }

    /// Reads what has arrived.
    func receive() {
        guard !isGarbled, unsafe wslay_event_recv(context) != 0 else { return }
        // wslay could not read a frame's head and queued a close without a code. We know the code.
        isGarbled = true
        let payload = [3, 234] + Array("This is no WebSocket frame.".utf8)
        let frame = [0x80 | UInt8(WSLAY_CONNECTION_CLOSE.rawValue), UInt8(payload.count)] + payload
        _ = unsafe put(frame, frame.count)
    }

    /// Moves everything queued to libevent's buffer. False when the socket cannot go on.
    func flush() -> Bool { unsafe isGarbled || wslay_event_send(context) == 0 }

    /// Queues a text. False once a close is queued.
    func queue(_ text: [UInt8]) -> Bool { queue(WSLAY_TEXT_FRAME, text) }

    func queuePing() { _ = queue(WSLAY_PING, []) }

    private func queue(_ opcode: wslay_opcode, _ payload: [UInt8]) -> Bool {
        unsafe payload.withUnsafeBufferPointer { payload in
            var message = unsafe wslay_event_msg(
                opcode: UInt8(opcode.rawValue), msg: payload.baseAddress, msg_length: payload.count)
            return unsafe wslay_event_queue_msg(context, &message) == 0
        }
    }

    /// Queues the close frame, unless there is one.
    func queueClose(_ code: WebSocketCloseCode, _ reason: String) {
        let reason = Self.cut(reason)
        _ = unsafe wslay_event_queue_close(context, code.rawValue, reason, reason.count)
    }

    /// False after a close frame came, or after the peer broke the protocol.
    var canReceive: Bool { unsafe !isGarbled && wslay_event_get_read_enabled(context) != 0 }
    var hasReceivedClose: Bool { unsafe wslay_event_get_close_received(context) != 0 }
    var hasSentClose: Bool { unsafe isGarbled || wslay_event_get_close_sent(context) != 0 }
    /// What wslay holds to be sent, in bytes: answers to pings.
    var queuedSize: Int { unsafe isGarbled ? 0 : wslay_event_get_queued_msg_length(context) }

    /// A reason has room for 123 bytes of UTF-8 (RFC 6455, section 5.5.1).
    private static func cut(_ reason: String) -> [UInt8] {
        var reason = reason
        while reason.utf8.count > 123 { reason.removeLast() }
        return Array(reason.utf8)
    }

    fileprivate func take(_ buffer: UnsafeMutablePointer<UInt8>, _ room: Int) -> Int {
        isWelcome() ? unsafe Int(evbuffer_remove(input, buffer, room)) : 0
    }

    fileprivate func put(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        unsafe evbuffer_add(output, bytes, count) == 0
    }
}

private func takeInput(
    _ context: wslay_event_context_ptr?, _ buffer: UnsafeMutablePointer<UInt8>?, _ room: Int, _: Int32,
    _ owner: UnsafeMutableRawPointer?
) -> Int {
    guard let owner = unsafe owner, let buffer = unsafe buffer else { return -1 }
    let count = unsafe Unmanaged<WebSocketFrames>.fromOpaque(owner).takeUnretainedValue().take(buffer, room)
    if count > 0 { return count }
    unsafe wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK.rawValue)
    return -1
}

private func putOutput(
    _ context: wslay_event_context_ptr?, _ bytes: UnsafePointer<UInt8>?, _ count: Int, _: Int32,
    _ owner: UnsafeMutableRawPointer?
) -> Int {
    guard let owner = unsafe owner, let bytes = unsafe bytes else { return -1 }
    if unsafe Unmanaged<WebSocketFrames>.fromOpaque(owner).takeUnretainedValue().put(bytes, count) { return count }
    unsafe wslay_event_set_error(context, WSLAY_ERR_CALLBACK_FAILURE.rawValue)
    return -1
}

private func messageArrived(
    _: wslay_event_context_ptr?, _ message: UnsafePointer<wslay_event_on_msg_recv_arg>?,
    _ owner: UnsafeMutableRawPointer?
) {
    guard let owner = unsafe owner, let message = unsafe message?.pointee else { return }
    let isText = unsafe message.opcode == UInt8(WSLAY_TEXT_FRAME.rawValue)
    guard unsafe isText || message.opcode == UInt8(WSLAY_BINARY_FRAME.rawValue) else { return }
    let bytes = unsafe Array(UnsafeBufferPointer(start: message.msg, count: message.msg_length))
    unsafe Unmanaged<WebSocketFrames>.fromOpaque(owner).takeUnretainedValue().onMessage(bytes, isText)
}
