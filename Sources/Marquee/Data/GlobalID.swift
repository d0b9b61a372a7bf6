import GraphQL

/// Kinds of objects that `node` loads, by the letter-code their global IDs begin with.
package enum NodeKind: String, CaseIterable, Sendable {
    case movie = "M"
    case show = "S"
    case season = "N"
    case episode = "E"
    case person = "P"
    case genre = "G"
    case keyword = "K"
    case network = "W"
    case credit = "C"
    case user = "U"
    case session = "D"
    case apiKey = "A"
    case review = "R"
    case rating = "T"
    case list = "L"
    case systemList = "O"
    case listEntry = "I"
    case systemListEntry = "J"
    case play = "Y"
    case viewingRun = "V"
    /// By the key of its title.
    case libraryEntry = "B"

    /// Whether it belongs to a viewer, whose key then stands in its ID, too.
    var isOwned: Bool {
        switch self {
        case .session, .apiKey, .rating, .systemList, .systemListEntry, .play, .viewingRun, .libraryEntry: true
        default: false
        }
    }

    /// Whether another key stands in its ID: that of the viewer, or of the list that an entry is in.
    var isWithin: Bool { isOwned || self == .listEntry }
}

/// A global ID: a letter-code and the key, `M_550`; of what belongs to a viewer with the viewer between, `D_42_7`, and of
/// an entry with its list.
package struct GlobalID: Hashable, Sendable {
    package let kind: NodeKind
    /// The viewer it belongs to, or the list of an entry; 0 for what belongs to nobody.
    package let owner: Int64
    package let key: Int64

    package init(_ kind: NodeKind, owner: Int64 = 0, _ key: Int64) {
        (self.kind, self.owner, self.key) = (kind, owner, key)
    }

    package init?(_ text: String) {
        var bytes = text.utf8[...]
        guard let letter = bytes.popFirst(), let kind = NodeKind(letter: letter),
            bytes.popFirst() == UInt8(ascii: "_")
        else { return nil }
        var owner: Int64 = 0
        if kind.isWithin {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "_")), let viewer = Int64(digits: bytes[..<end]) else {
                return nil
            }
            owner = viewer
            bytes = bytes[bytes.index(after: end)...]
        }
        guard let key = Int64(digits: bytes) else { return nil }
        (self.kind, self.owner, self.key) = (kind, owner, key)
    }

    /// An ID that has to be of one of some kinds.
    ///
    /// - Parameter path: the way to it, for the error.
    init(_ text: String, of kinds: [NodeKind], at path: String) throws(FieldError) {
        guard let id = GlobalID(text), kinds.contains(id.kind) else {
            let wanted = kinds.map { "\($0)" }.joined(separator: " or ")
            let article = "aei".contains(wanted.prefix(1)) ? "an" : "a"
            throw FieldError(
                badArgument: path,
                "expected the ID of \(article) \(wanted), such as \"\(kinds[0].rawValue)_550\", got \"\(text.prefix(80))\""
            )
        }
        self = id
    }

    /// The key of an argument that has to be an ID of one kind.
    static func key(of kind: NodeKind, in arguments: FieldArguments, _ name: String = "id") throws(FieldError) -> Int64
    {
        try GlobalID(arguments.string(name) ?? "", of: [kind], at: name).key
    }
}

extension GlobalID: CustomStringConvertible {
    package var description: String { kind.isWithin ? "\(kind.rawValue)_\(owner)_\(key)" : "\(kind.rawValue)_\(key)" }
}

extension NodeKind {
    fileprivate init?(letter: UInt8) {
        guard let kind = Self.ofLetter[Int(letter)] else { return nil }
        self = kind
    }

    private static let ofLetter: [NodeKind?] = {
        var kinds = [NodeKind?](repeating: nil, count: 256)
        for kind in NodeKind.allCases {
            for letter in kind.rawValue.utf8 { kinds[Int(letter)] = kind }
        }
        return kinds
    }()
}

extension Int64 {
    /// A key as IDs write it: digits alone, the first not 0.
    fileprivate init?(digits: Substring.UTF8View) {
        guard let first = digits.first, first != UInt8(ascii: "0") else { return nil }
        var value: Int64 = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (shifted, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLarge) = shifted.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            guard !overflows, !isTooLarge else { return nil }
            value = sum
        }
        self = value
    }
}
