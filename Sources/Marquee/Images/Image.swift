import GraphQL

/// An image: one that is stored elsewhere or, where there is none, one that this server draws.
package struct Image: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case poster, backdrop, still, profile
    }

    /// The sizes of `ImageSize`, named as addresses name them.
    enum Size: String, CaseIterable, Sendable {
        case tiny, small, medium, large, original
    }

    private enum Source: Sendable {
        /// An address that may hold `{size}`.
        case stored(String)
        case placeholder(GlobalID)
    }

    let kind: Kind
    private let source: Source

    /// - Parameters:
    ///   - id: what the image shows.
    ///   - stored: the address the catalogue has; nil if it has none.
    init(_ kind: Kind, of id: GlobalID, stored: String?) {
        self.kind = kind
        source = stored.map(Source.stored) ?? .placeholder(id)
    }

    /// The address in a size; its name stands for `{size}` in what is stored.
    ///
    /// - Parameter publicURL: where clients reach this server.
    func url(_ size: Size, publicURL: String) -> String {
        switch source {
        case .stored(let url):
            url.split(separator: "{size}", omittingEmptySubsequences: false).joined(separator: size.rawValue)
        case .placeholder(let id):
            publicURL + PlaceholderAddress(kind: kind, size: size, id: id).path
        }
    }
}

extension Resolvers<RequestContext> {
    mutating func images(publicURL: String) {
        object("Image", Image.self) { image in
            image.value("kind") { $0.kind.rawValue.uppercased() }
            image.write("url") { image, arguments, buffer in
                let size = arguments.string("size").flatMap { Image.Size(rawValue: $0.lowercased()) }
                buffer.appendString(image.url(size ?? .medium, publicURL: publicURL))
            }
        }
    }
}
