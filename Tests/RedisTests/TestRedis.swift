import EventLoop
import Glibc
import TestSupport
import Testing

@testable import Redis
@testable import Services

/// A Redis of one test alone, in a folder that is removed with it.
final class TestRedis: Sendable {
    let address: RedisAddress
    private let place: ServicePlace
    private let running = Locked<PrivateRedis?>(nil)

    /// `isRunning` false only finds the place where it will be.
    init(isRunning: Bool = true) throws {
        place = try ServicePlace.throwAway()
        address = try RedisAddress(url: "unix://\(place.sockets)/redis.sock")
        if isRunning { try start() }
    }

    deinit {
        stop()
        try? Files.remove(place.home)
    }

    func start() throws {
        let redis = try PrivateRedis(place: place)
        running.withLock { $0 = redis }
    }

    func stop() {
        running.withLock { redis in
            redis?.stop()
            redis = nil
        }
    }

    func signal(_ number: Int32) throws {
        kill(try #require(running.withLock { $0?.process }), number)
    }
}

/// What a client or subscriber told, in order.
final class Log: Sendable {
    private let entries = Locked<[String]>([])
    func add(_ entry: String) { entries.withLock { $0.append(entry) } }
    var lines: [String] { entries.withLock { $0 } }
}

/// Runs `body` on a loop with a started client, which is closed afterwards. With `fake`, it is the server's answers.
func withClient<Value: Sendable>(
    _ address: RedisAddress,
    limits: RedisLimits = .patient,
    log: Log = Log(),
    fake: (@Sendable (String) -> String?)? = nil,
    _ body: @escaping @Sendable (RedisClient, EventLoop) async throws -> Value
) async throws -> Value {
    let sideThreads = SideThreads(name: "side", threads: 1)
    defer { sideThreads.stop() }
    return try await onOwnLoop { loop in
        let server = try fake.map { try FakeRedis(at: address, on: loop, $0) }
        defer { server?.close() }
        let client = RedisClient(address, loop: loop, sideThreads: sideThreads, limits: limits) { state in
            switch state {
            case .up: log.add("up")
            case .down(let reason): log.add("down: \(reason)")
            }
        }
        await client.start()
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(client, loop))
        } catch {
            result = .failure(error)
        }
        await client.close()
        return try result.get()
    }
}

extension RedisLimits {
    /// For tests that are not about time: a busy machine must not fail them.
    static var patient: RedisLimits {
        var limits = RedisLimits()
        limits.command = .seconds(10)
        limits.connect = .seconds(10)
        return limits
    }

    /// For tests of time: what they wait for comes soon, though not sooner than a busy machine answers.
    static var hasty: RedisLimits {
        var limits = RedisLimits()
        limits.command = .milliseconds(200)
        limits.bypass = .milliseconds(300)
        limits.connect = .milliseconds(400)
        limits.heartbeat = .milliseconds(50)
        return limits
    }
}

/// The error `body` throws.
func failure(of body: () async throws -> Void) async -> RedisError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? RedisError
    }
}

extension RedisClient {
    /// `INCR`: the number under a key after adding one; answers of several tell their order.
    @discardableResult
    func increment(_ key: String) async throws(RedisError) -> Int64 {
        let answer = try await command(RedisCommand("INCR", key))
        guard case .int(let number) = answer else { throw .unexpected(answer) }
        return number
    }
}

extension EventLoop {
    /// Waits until `condition` holds, for ten seconds at most; says whether it does.
    func wait(until condition: () async -> Bool) async throws -> Bool {
        let end = now + .seconds(10)
        while now < end {
            if await condition() { return true }
            try await sleep(for: .milliseconds(2))
        }
        return false
    }
}
