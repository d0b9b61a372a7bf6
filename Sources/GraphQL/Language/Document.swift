/// A parsed text: one flat array of nodes in pre-order beside the source they point into.
///
/// A node's children follow it directly, and `next` is the index of the first node behind its whole subtree. So a tree
/// costs 16 bytes a node, is built by appending, never copies a text and is walked without chasing pointers.
public final class Document: Sendable {
    public let source: Source
    public let nodes: ContiguousArray<SyntaxRecord>

    public init(source: Source, nodes: ContiguousArray<SyntaxRecord>) {
        self.source = source
        self.nodes = nodes
    }

    /// The node all others hang below.
    public var root: Syntax { Syntax(document: self, index: 0) }
}

/// What a tree holds of one node. `start..<end` are byte offsets into the source.
public struct SyntaxRecord: Sendable, BitwiseCopyable {
    public let kind: SyntaxKind
    public var flags: SyntaxFlags
    public let start: UInt32
    public var end: UInt32
    public var next: UInt32

    public init(kind: SyntaxKind, flags: SyntaxFlags = [], start: UInt32, end: UInt32 = 0, next: UInt32 = 0) {
        self.kind = kind
        self.flags = flags
        self.start = start
        self.end = end
        self.next = next
    }
}

/// Facts of a node that its children do not tell.
public struct SyntaxFlags: OptionSet, Sendable, BitwiseCopyable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Of a field: the first of its two names is an alias.
    public static let hasAlias = SyntaxFlags(rawValue: 1 << 0)
    /// Of a string: written with three quotes.
    public static let isBlock = SyntaxFlags(rawValue: 1 << 1)
    /// Of a directive definition.
    public static let isRepeatable = SyntaxFlags(rawValue: 1 << 2)
    /// Of an operation: written as a selection set alone.
    public static let isShorthand = SyntaxFlags(rawValue: 1 << 3)

    /// Of an operation (type) definition: bits 4 and 5 hold which one.
    public init(operation: OperationKind) {
        rawValue = operation.rawValue << 4
    }

    public var operation: OperationKind {
        OperationKind(rawValue: (rawValue >> 4) & 3) ?? .query
    }
}
