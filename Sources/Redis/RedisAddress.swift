/// Where Redis is and as whom to speak to it: `unix:///path/to/socket` or `redis://host:port/database`, either with
/// `user:password@` or `:password@` before the host (the path of a unix socket has an empty one).
package struct RedisAddress: Hashable, Sendable {
    enum Endpoint: Hashable, Sendable {
        case unix(path: String)
        case tcp(host: String, port: Int32)
    }

    /// Redis' own number.
    private static let defaultPort: Int32 = 6379
    /// `sun_path` less its final zero; hiredis would cut a longer one without a word.
    private static let longestSocketPath = 107

    let endpoint: Endpoint
    let username: String?
    let password: String?
    let database: Int

    /// Throws `RedisError.unusableAddress`, whose reason never shows the password.
    package init(url: String) throws(RedisError) {
        guard let scheme = url.firstRange(of: "://") else {
            throw .unusableAddress(reason: "it has no '://'. \(Self.expectation)")
        }
        var rest = url[scheme.upperBound...]
        guard !rest.contains("?"), !rest.contains("#") else {
            throw .unusableAddress(reason: "options ('?' or '#') are not known; write those in a password as %3F, %23")
        }
        (username, password) = try Self.takeCredentials(from: &rest)
        switch url[..<scheme.lowerBound] {
        case "unix":
            endpoint = .unix(path: try Self.socketPath(rest))
            database = 0
        case "redis":
            let slash = rest.firstIndex(of: "/") ?? rest.endIndex
            endpoint = try Self.tcp(rest[..<slash])
            database = try Self.database(rest[slash...].dropFirst())
        case "rediss":
            throw .unusableAddress(
                reason: "'rediss://' asks for TLS, which this server does not speak to Redis. Use a unix socket, a "
                    + "private network, or a TLS tunnel (stunnel) on this machine with redis://")
        case let other:
            throw .unusableAddress(reason: "its scheme is '\(other)'. \(Self.expectation)")
        }
    }

    private static let expectation = "Expected unix:///path/to/socket or redis://[user:password@]host[:port][/database]"
}

extension RedisAddress: CustomStringConvertible {
    /// For logs: without the password.
    package var description: String {
        switch endpoint {
        case .unix(let path): "unix://\(path)"
        case .tcp(let host, let port): "redis://\(host.contains(":") ? "[\(host)]" : host):\(port)/\(database)"
        }
    }
}

extension RedisAddress {
    private static func takeCredentials(
        from rest: inout Substring
    ) throws(RedisError) -> (username: String?, password: String?) {
        let authority = rest.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else {
            // Else the part after a slash in a password would pass for a path, and be shown.
            guard !rest.contains("@") else {
                throw .unusableAddress(reason: "an '@' comes after a '/'; write '/' in a password as %2F")
            }
            return (nil, nil)
        }
        let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        rest = rest[rest.index(after: at)...]
        guard let username = parts.first?.percentDecoded, parts.count == 2, let password = parts[1].percentDecoded
        else {
            throw .unusableAddress(reason: "before '@' is expected user:password or :password, percent-encoded")
        }
        return (username.isEmpty ? nil : username, password)
    }

    private static func socketPath(_ path: Substring) throws(RedisError) -> String {
        guard path.hasPrefix("/") else {
            throw .unusableAddress(reason: "a unix socket needs an absolute path: unix:///path/to/socket")
        }
        guard path.utf8.count <= longestSocketPath else {
            throw .unusableAddress(
                reason: "the socket's path has \(path.utf8.count) bytes, the system allows \(longestSocketPath)")
        }
        return String(path)
    }

    /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`.
    private static func tcp(_ text: Substring) throws(RedisError) -> Endpoint {
        var host = text
        var port = Substring()
        if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
            host = text[..<close].dropFirst()
            port = text[close...].dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            port = text[colon...]
        }
        guard !host.isEmpty else { throw .unusableAddress(reason: "it names no host. \(expectation)") }
        if port.isEmpty { return .tcp(host: String(host), port: defaultPort) }
        guard port.hasPrefix(":"), let number = UInt16(port.dropFirst()), number > 0 else {
            throw .unusableAddress(reason: "its port is '\(port.dropFirst())', expected 1 to 65535")
        }
        return .tcp(host: String(host), port: Int32(number))
    }

    private static func database(_ text: Substring) throws(RedisError) -> Int {
        if text.isEmpty { return 0 }
        guard let number = UInt16(text) else {
            throw .unusableAddress(reason: "its database is '\(text)', expected a number such as 0")
        }
        return Int(number)
    }
}

extension Substring {
    /// With `%2F` and the like turned into their characters; nil when one is malformed.
    fileprivate var percentDecoded: String? {
        var bytes: [UInt8] = []
        var rest = utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
