internal import GraphQLHTTP
internal import Redis

extension PersistedDocuments {
    /// Documents kept in Redis, where other loops and servers find them. While Redis is away they are not kept.
    static func redis(_ client: RedisClient) -> PersistedDocuments {
        PersistedDocuments(
            find: { hash in
                do throws(RedisError) { return try await client.get(key(hash)) } catch { return nil }
            },
            keep: { document, hash in
                do throws(RedisError) { try await client.set(key(hash), document, for: lifetime) } catch {}
            })
    }

    /// Long enough for a client that is used daily; those that come later send the document again.
    private static var lifetime: Duration { .seconds(24 * 60 * 60) }

    private static func key(_ hash: String) -> String { "marquee:document:\(hash)" }
}
