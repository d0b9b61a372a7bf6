import HTTPServer

/// The media types a GraphQL response is sent as ("GraphQL over HTTP", section "Media Types").
package enum ResponseMediaType: Sendable, Equatable, CaseIterable {
    /// `application/graphql-response+json`: the status tells whether the operation ran.
    case graphQLResponse
    /// `application/json`, the older one: every well-formed request is answered with 200.
    case json

    package var name: String {
        switch self {
        case .graphQLResponse: "application/graphql-response+json"
        case .json: "application/json"
        }
    }

    /// What `Accept` asks for; nil when it allows neither. The higher quality wins, then the type named more exactly. A
    /// client that names both alike knows the newer one and gets it; one that names neither gets the older.
    package static func chosen(by accept: String?) -> ResponseMediaType? {
        switch accept {
        case nil, "", "*/*", "application/json": return .json
        case "application/graphql-response+json": return .graphQLResponse
        case let header?:
            let ranges = MediaRange.list(header)
            let newer = Preference(for: .graphQLResponse, among: ranges)
            let older = Preference(for: .json, among: ranges)
            guard newer.quality > 0 || older.quality > 0 else { return nil }
            if newer.quality != older.quality { return newer.quality > older.quality ? .graphQLResponse : .json }
            if newer.exactness != older.exactness {
                return newer.exactness > older.exactness ? .graphQLResponse : .json
            }
            return newer.exactness == Preference.exact ? .graphQLResponse : .json
        }
    }

    /// Whether a client takes this type.
    func isAccepted(by accept: String?) -> Bool {
        guard let accept, !accept.isEmpty else { return true }
        return Preference(for: self, among: MediaRange.list(accept)).quality > 0
    }
}

/// How much a list of media ranges wants a type: the most exact range that covers it decides (RFC 9110, section 12.5.1).
private struct Preference {
    static let exact = 3

    var quality = 0.0
    var exactness = 0

    init(for type: ResponseMediaType, among ranges: [MediaRange]) {
        for range in ranges where range.isUTF8 {
            let exactness =
                switch range.type {
                case type.name: Self.exact
                case "application/*": 2
                case "*/*": 1
                default: 0
                }
            if exactness > self.exactness { (quality, self.exactness) = (range.quality, exactness) }
        }
    }
}

extension HTTPHeaders {
    /// Of an answer that comes part by part: caches and proxies pass it on as it comes.
    static func streaming(_ contentType: String) -> HTTPHeaders {
        [
            "Content-Type": contentType, "Cache-Control": "no-store", "X-Accel-Buffering": "no",
            "X-Content-Type-Options": "nosniff",
        ]
    }
}
