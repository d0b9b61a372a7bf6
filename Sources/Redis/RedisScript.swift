/// A Lua script that Redis runs as one step, named by the hash Redis gives it rather than sent each time.
package struct RedisScript: Sendable {
    let source: String

    /// `source` comes from the source code: values travel as `KEYS` and `ARGV`, never inside it.
    package init(_ source: String) { self.source = source }
}

extension RedisClient {
    /// Runs a script (`EVALSHA`). It is loaded at its first use, which costs one more round trip; a Redis that has
    /// forgotten it, because it was restarted, gets the source (`EVAL`), which makes it known again.
    package func run(
        _ script: RedisScript, keys: [String] = [], arguments: [[UInt8]] = []
    ) async throws(RedisError) -> RedisValue {
        let hash = try await hash(of: script)
        do {
            return try await evaluate("EVALSHA", hash, keys, arguments)
        } catch  where error.code == "NOSCRIPT" {
            return try await evaluate("EVAL", script.source, keys, arguments)
        }
    }

    private func hash(of script: RedisScript) async throws(RedisError) -> String {
        if let hash = hash(ofLoaded: script.source) { return hash }
        let answer = try await command(RedisCommand("SCRIPT", "LOAD", script.source))
        guard case .bytes(let bytes) = answer else { throw .unexpected(answer) }
        let hash = String(decoding: bytes, as: UTF8.self)
        remember(hash, ofLoaded: script.source)
        return hash
    }

    private func evaluate(
        _ name: String, _ script: String, _ keys: [String], _ arguments: [[UInt8]]
    ) async throws(RedisError) -> RedisValue {
        var evaluate = RedisCommand(name, script, "\(keys.count)")
        for key in keys { evaluate.append(key) }
        for argument in arguments { evaluate.append(argument) }
        return try await command(evaluate)
    }
}
