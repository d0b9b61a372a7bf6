internal import EventLoop

/// Opens connections: finds the host, connects, signs in, chooses the database, and hears Redis answer.
struct Connector: Sendable {
    let address: RedisAddress
    let loop: EventLoop
    let sideThreads: SideThreads
    let limits: RedisLimits

    /// Keeps a connection open; loop thread only.
    func keeper() -> Keeper<Connection> {
        let backoff = Backoff(base: .milliseconds(20), limit: .seconds(2))
        let closing = RedisError.connectionLost(reason: "it was closed")
        let leastPause = { (loss: RedisError) in if case .timeout = loss { limits.bypass } else { Duration.zero } }
        return Keeper(on: loop, backoff: backoff, closing: closing, leastPause: leastPause) {
            () async throws(RedisError) in try await open()
        }
    }

    /// A connection that has answered a PING, with the limit of commands from here on.
    func open() async throws(RedisError) -> Connection {
        switch address.endpoint {
        case .unix(let path):
            return try await greet(HiredisContext(path: path))
        case .tcp(let host, let port):
            var failure = RedisError.unavailable(reason: "host '\(host)' has no address")
            for number in try await addresses(of: host) {
                do throws(RedisError) {
                    return try await greet(HiredisContext(host: number, port: port))
                } catch {
                    failure = error
                }
            }
            throw failure
        }
    }

    private func addresses(of host: String) async throws(RedisError) -> [String] {
        do {
            return try await sideThreads.run(within: limits.connect, on: loop) {
                try HostLookup.addresses(of: host)
            }
        } catch let error as RedisError {
            throw error
        } catch EventLoopError.sideThreadSlow(let limit) {
            throw .unavailable(reason: "no name server told the address of host '\(host)' within \(limit)")
        } catch {
            throw .unavailable(reason: "\(error)")
        }
    }

    private func greet(_ wire: HiredisContext) async throws(RedisError) -> Connection {
        let connection = try Connection(wire, on: loop, limit: limits.connect)
        do throws(RedisError) {
            if let password = address.password { _ = try await connection.send(signIn(with: password)) }
            if address.database != 0 { _ = try await connection.send(RedisCommand("SELECT", "\(address.database)")) }
            let answer = try await connection.send(RedisCommand("PING"))
            guard answer == .status("PONG") else { throw .unexpected(answer) }
        } catch {
            connection.close(error)
            throw error
        }
        connection.limit = limits.command
        return connection
    }

    private func signIn(with password: String) -> RedisCommand {
        if let username = address.username { return RedisCommand("AUTH", username, password) }
        return RedisCommand("AUTH", password)
    }
}
