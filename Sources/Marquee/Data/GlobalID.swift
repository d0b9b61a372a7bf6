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
}

/// A global ID: a letter-code and the key, `M_550`.
package struct GlobalID: Hashable, Sendable {
    package let kind: NodeKind
    package let key: Int64

    /// Reads an ID as the server writes it; nil for any other text.
    package init?(_ text: String) {
        guard let mark = text.firstIndex(of: "_"), let kind = NodeKind(rawValue: String(text[..<mark])) else {
            return nil
        }
        let digits = text[text.index(after: mark)...]
        // `Int64` takes signs and leading zeros too.
        guard let first = digits.utf8.first, UInt8(ascii: "1")...UInt8(ascii: "9") ~= first, let key = Int64(digits)
        else { return nil }
        self.kind = kind
        self.key = key
    }

    /// An ID that has to be of one of some kinds.
    ///
    /// - Parameter path: the way to it, for the error.
    init(_ text: String, of kinds: [NodeKind], at path: String) throws(FieldError) {
        guard let id = GlobalID(text), kinds.contains(id.kind) else {
            let wanted = kinds.map { "\($0)" }.joined(separator: " or ")
            throw FieldError(
                badArgument: path,
                "expected the ID of a \(wanted), such as \"\(kinds[0].rawValue)_550\", got \"\(text.prefix(80))\"")
        }
        self = id
    }

    /// The key of an argument that has to be an ID of one kind.
    static func key(of kind: NodeKind, in arguments: FieldArguments, _ name: String = "id") throws(FieldError) -> Int64
    {
        try GlobalID(arguments.string(name) ?? "", of: [kind], at: name).key
    }
}
