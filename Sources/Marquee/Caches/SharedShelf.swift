import Authentication
import EventLoop
package import GraphQLHTTP
package import Redis

/// What servers share in Redis: bytes under keys that carry the catalogue's version, so that a change makes all of them
/// unreachable at once. They bear a seal: what somebody else has put there, or what was cut off, is none of ours.
package final class SharedShelf: Sendable {
    private let redis: RedisClient
    private let watch: CatalogueWatch
    private let prefix: String

    private static var sealSize: Int { 16 }

    /// - Parameter deployment: names the database, so that servers of another one may share the Redis.
    package init(redis: RedisClient, watch: CatalogueWatch, deployment: String) {
        self.redis = redis
        self.watch = watch
        prefix = "marquee:\(deployment):"
    }

    /// A key for what is current now, `name` telling what it is; nil while nobody can tell the version.
    func key(_ name: String) -> String? { watch.version.map { "\(prefix)\($0):\(name)" } }

    /// What was kept under a key; nil for none, for what is not ours, and while Redis is away.
    func find(_ key: String) async -> [UInt8]? {
        guard let sealed = try? await redis.get(key), sealed.count > Self.sealSize else { return nil }
        let content = Array(sealed.dropFirst(Self.sealSize))
        return Self.seal(of: content, key).elementsEqual(sealed.prefix(Self.sealSize)) ? content : nil
    }

    func keep(_ content: [UInt8], under key: String, for lifetime: Duration) async {
        try? await redis.set(key, Self.seal(of: content, key) + content, for: lifetime)
    }

    /// The key is in it, so that values cannot be swapped.
    private static func seal(of content: [UInt8], _ key: String) -> [UInt8] {
        Array(Digest(of: Array(key.utf8) + [0] + content).bytes.prefix(sealSize))
    }

    /// The same for whole answers.
    package var answers: SharedAnswers {
        SharedAnswers(
            place: { [self] in key("answer:\($0.text)") }, find: { [self] in await find($0) },
            keep: { [self] in await keep($1, under: $0, for: $2) })
    }
}
