import EventLoop

/// Writes a streamed body, piece by piece.
package struct HTTPBodyWriter: Sendable {
    let writer: LoopBound<StreamWriter>

    /// Sends one chunk at once, then suspends while the client lags behind by more than 256 kB. Throws `ClientLeft`.
    package func write(_ bytes: [UInt8]) async throws {
        let writer = writer.withValue { $0 }
        guard writer.queue(bytes) else { throw ClientLeft() }
        if writer.isFull {
            try await unsafe withUnsafeThrowingContinuation { unsafe writer.wait($0) }
        }
    }

    /// Sends one small chunk, unless the client lags behind or is gone.
    package func writeIfRoom(_ bytes: [UInt8]) {
        let writer = writer.withValue { $0 }
        if !writer.isFull { _ = writer.queue(bytes) }
    }

    package func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }
}
