/// One node of a document, with accessors for what its kind holds (see `SyntaxKind`).
public struct Syntax: Sendable {
    public let document: Document
    public let index: Int

    public init(document: Document, index: Int) {
        self.document = document
        self.index = index
    }

    public var record: SyntaxRecord { document.nodes[index] }
    public var kind: SyntaxKind { record.kind }
    public var flags: SyntaxFlags { record.flags }
    public var start: Int { Int(record.start) }
    public var end: Int { Int(record.end) }
    public var location: SourceLocation { document.source.location(at: start) }

    /// The source text of the node, as written.
    public var text: String { document.source.text(start..<end) }

    public var children: SyntaxChildren {
        SyntaxChildren(document: document, index: index + 1, end: Int(record.next))
    }

    public func children(_ kind: SyntaxKind) -> some Sequence<Syntax> {
        children.lazy.filter { $0.kind == kind }
    }

    public func firstChild(_ kind: SyntaxKind) -> Syntax? {
        for child in children where child.kind == kind { return child }
        return nil
    }
}

extension Syntax: Hashable {
    public static func == (left: Syntax, right: Syntax) -> Bool {
        left.index == right.index && left.document === right.document
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(index)
    }
}

/// The direct children of a node, in source order.
public struct SyntaxChildren: Sequence, IteratorProtocol, Sendable {
    let document: Document
    var index: Int
    let end: Int

    public mutating func next() -> Syntax? {
        guard index < end else { return nil }
        defer { index = Int(document.nodes[index].next) }
        return Syntax(document: document, index: index)
    }

    public var isEmpty: Bool { index >= end }
}
