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

    package init?(_ text: String) {
        guard let mark = text.firstIndex(of: "_"), let kind = NodeKind(rawValue: String(text[..<mark])),
            let key = Int64(text[text.index(after: mark)...]), key > 0
        else { return nil }
        self.kind = kind
        self.key = key
    }

    /// The key of an argument that has to be an ID of one kind.
    static func key(of kind: NodeKind, in arguments: FieldArguments, _ name: String = "id") throws(FieldError) -> Int64
    {
        let text = arguments.string(name) ?? ""
        guard let id = GlobalID(text), id.kind == kind else {
            throw FieldError(
                badArgument: name,
                "expected the ID of a \(kind), such as \"\(kind.rawValue)_550\", got \"\(text.prefix(80))\"")
        }
        return id.key
    }
}
