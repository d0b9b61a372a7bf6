import GraphQL

/// An image: an address that may hold the placeholder `{size}`.
package struct Image: Sendable {
    package enum Kind: String, Sendable {
        case poster = "POSTER"
        case backdrop = "BACKDROP"
        case still = "STILL"
        case profile = "PROFILE"
    }

    let kind: Kind
    let url: String

    /// The address in a size of `ImageSize`; what stands for `{size}` is the name of the size in lower case.
    func url(size: String) -> String {
        url.split(separator: "{size}", omittingEmptySubsequences: false).joined(separator: size.lowercased())
    }
}

extension Resolvers<RequestContext> {
    mutating func images() {
        object("Image", Image.self) { image in
            image.value("kind") { $0.kind.rawValue }
            image.write("url") { image, arguments, buffer in
                buffer.appendString(image.url(size: arguments.string("size") ?? "MEDIUM"))
            }
        }
    }
}
