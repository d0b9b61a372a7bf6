/// Where a drawn image is found: `/images/placeholder/poster/medium/M_550.svg`.
struct PlaceholderAddress: Equatable {
    static let folder = "/images/placeholder/"

    let kind: Image.Kind
    let size: Image.Size
    /// What it shows.
    let id: GlobalID

    init(kind: Image.Kind, size: Image.Size, id: GlobalID) {
        (self.kind, self.size, self.id) = (kind, size, id)
    }

    /// Reads a path; nil for any that no answer gives out, so that a drawing has one address.
    init?(path: String) {
        guard path.hasPrefix(Self.folder), path.hasSuffix(Self.suffix) else { return nil }
        let parts = path.dropFirst(Self.folder.count).dropLast(Self.suffix.count)
            .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let kind = Image.Kind(rawValue: parts[0]), let size = Image.Size(rawValue: parts[1]),
            let id = GlobalID(parts[2]), kind.subjects.contains(id.kind)
        else { return nil }
        self.init(kind: kind, size: size, id: id)
    }

    var path: String { "\(Self.folder)\(kind)/\(size)/\(id)\(Self.suffix)" }

    private static let suffix = ".svg"
}

extension Image.Kind {
    /// What has such an image.
    fileprivate var subjects: [NodeKind] {
        switch self {
        case .poster: [.movie, .show, .season]
        case .backdrop: [.movie, .show]
        case .still: [.episode]
        case .profile: [.person]
        }
    }
}
