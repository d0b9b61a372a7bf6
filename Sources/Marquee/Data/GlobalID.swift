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
        var bytes = text.utf8[...]
        guard let letter = bytes.popFirst(), let kind = NodeKind(letter: letter),
            bytes.popFirst() == UInt8(ascii: "_"), let key = Int64(digits: bytes)
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
