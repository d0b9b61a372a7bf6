import HTTPServer

/// The headers that answers of one loop have in common. Loops share none: cores would take turns at counting references.
struct ConstantHeaders: Sendable {
    private let json = Self.ofPosts(.json)
    private let graphQL = Self.ofPosts(.graphQLResponse)
    private let storableJSON = Self.ofGets(.json)
    private let storableGraphQL = Self.ofGets(.graphQLResponse)

    func of(_ type: ResponseMediaType, isStorable: Bool) -> HTTPHeaders {
        switch (type, isStorable) {
        case (.json, false): json
        case (.json, true): storableJSON
        case (.graphQLResponse, false): graphQL
        case (.graphQLResponse, true): storableGraphQL
        }
    }

    private static func ofPosts(_ type: ResponseMediaType) -> HTTPHeaders {
        ["Content-Type": "\(type.name); charset=utf-8", "X-Content-Type-Options": "nosniff"]
    }

    /// A GET may be stored by a cache, which must know what it depends on.
    private static func ofGets(_ type: ResponseMediaType) -> HTTPHeaders {
        var headers = ofPosts(type)
        headers.add("Vary", "Accept, Accept-Language, Authorization")
        return headers
    }
}
