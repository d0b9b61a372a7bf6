package import EventLoop

/// Runs `body` as a task of a loop of its own.
package func onOwnLoop<Value: Sendable>(
    _ body: @escaping @Sendable (EventLoop) async throws -> Value
) async throws -> Value {
    let group = try EventLoopGroup(count: 1)
    try group.start()
    defer {
        group.stop()
        group.join()
    }
    let loop = group.loops[0]
    return try await run(on: loop) { try await body(loop) }
}

/// Runs `body` as a task of the loop.
package func run<Value: Sendable>(
    on loop: EventLoop, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        loop.spawn {
            do {
                continuation.resume(returning: try await body())
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
