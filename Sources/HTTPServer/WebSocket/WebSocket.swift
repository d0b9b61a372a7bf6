package import EventLoop

/// A WebSocket: a sequence of the texts the peer sends, which ends with the socket, whoever closes it.
///
/// It belongs to the handler it is given to, a task that is cancelled when the connection ends. Cancelling a task that
/// waits for the next message closes the socket. Loop thread only.
package struct WebSocket: Sendable, AsyncSequence {
    package typealias Element = [UInt8]
    package typealias Failure = Never

    let core: LoopBound<WebSocketCore>

    package var loop: EventLoop { core.loop }

    /// Sends one text, as UTF-8. While too much is unsent it waits for the peer to take some.
    package func send(_ text: [UInt8]) async throws(WebSocketClosed) {
        let core = core.withValue { $0 }
        while core.isFull {
            await unsafe withUnsafeContinuation { unsafe core.waitForRoom($0) }
        }
        guard core.send(text) else { throw WebSocketClosed() }
    }

    /// Begins to close: what was sent before still goes out, what arrives from now on is dropped. Harmless when
    /// repeated; the first reason counts. Of the reason 123 bytes are told.
    package func close(_ code: WebSocketCloseCode, _ reason: String) {
        core.withValue { $0 }.close(code, reason)
    }

    /// Has `finish` called, once, when the server begins to stop, or now if it does already, rather than have the socket
    /// closed: it is for the handler then to call `closeForStop()` once it has finished what it must.
    package func whenServerStops(_ finish: @escaping () -> Void) {
        core.withValue { $0 }.whenServerStops(finish)
    }

    /// Begins to close because the server stops.
    package func closeForStop() { close(.goingAway, WebSocketCore.stopReason) }

    package func makeAsyncIterator() -> Iterator { Iterator(socket: self) }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let socket: WebSocket

        package mutating func next() async -> [UInt8]? {
            let bound = socket.core
            let core = bound.withValue { $0 }
            if let message = core.takeMessage() { return message }
            return await withTaskCancellationHandler {
                await unsafe withUnsafeContinuation { unsafe core.waitForMessage($0) }
            } onCancel: {
                bound.loop.execute { bound.withValue { $0 }.close(.goingAway, "The server gave the socket up.") }
            }
        }

        package mutating func next(isolation: isolated (any Actor)?) async -> [UInt8]? { await next() }
    }
}
