/// How large and how deep an operation or a fragment is, the fragments it spreads included.
///
/// Sums stop at `maximum`: thirty fragments that spread each other twice name a thousand million fields.
struct OperationShape {
    var depth = 0
    var aliases = 0
    /// Fields of the outermost selection set.
    var rootFields = 0
    var directives = 0
    /// Lists of introspection nested in each other, inside `__schema` and `__type` or not.
    var introspectionLists = 0
    /// The same inside `__schema` and `__type` only.
    var introspectionDepth = 0

    static let maximum = 1_000_000_000

    /// Adds a fragment spread inside so many fields and lists of introspection.
    mutating func add(_ fragment: OperationShape, at spread: DefinitionShape.Spread) {
        depth = max(depth, spread.depth + fragment.depth)
        aliases = min(Self.maximum, aliases + fragment.aliases)
        directives = min(Self.maximum, directives + fragment.directives)
        if spread.depth == 0 { rootFields = min(Self.maximum, rootFields + fragment.rootFields) }
        let lists = spread.introspectionLists + fragment.introspectionLists
        introspectionLists = max(introspectionLists, lists)
        introspectionDepth = max(
            introspectionDepth, spread.isInsideIntrospection ? lists : fragment.introspectionDepth)
    }
}

/// What one operation or fragment holds itself, found in one pass over its nodes.
struct DefinitionShape {
    /// A fragment spread, by the number of fields and lists of introspection around it.
    struct Spread {
        let name: String
        let depth: Int
        let introspectionLists: Int
        let isInsideIntrospection: Bool
    }

    /// A field whose selections are being looked at.
    private struct OpenField {
        let end: Int
        let introspectionLists: Int
        let isInsideIntrospection: Bool
    }

    let node: Int
    private(set) var own = OperationShape()
    private(set) var spreads: [Spread] = []
    private var open: [OpenField] = []

    init(of definition: Int, in document: Document) {
        node = definition
        let text = document.source.bytes
        for index in definition..<Int(document.nodes[definition].next) {
            switch document.nodes[index].kind {
            case .field: visitField(index, document, text.span)
            case .fragmentSpread:
                closeFields(before: index)
                spreads.append(
                    Spread(
                        name: document.source.text(document.range(of: index + 1)), depth: open.count,
                        introspectionLists: open.last?.introspectionLists ?? 0,
                        isInsideIntrospection: open.last?.isInsideIntrospection ?? false))
            case .directive: own.directives += 1
            default: break
            }
        }
        open = []
    }

    private mutating func closeFields(before node: Int) {
        while let last = open.last, last.end <= node { open.removeLast() }
    }

    private mutating func visitField(_ node: Int, _ document: Document, _ text: Span<UInt8>) {
        closeFields(before: node)
        if open.isEmpty { own.rootFields += 1 }
        let record = document.nodes[node]
        if record.flags.contains(.hasAlias) { own.aliases += 1 }
        let name = document.range(of: document.fieldName(node))
        let isRoot = text.spells("__schema", in: name) || text.spells("__type", in: name)
        let isList =
            text.spells("fields", in: name) || text.spells("interfaces", in: name)
            || text.spells("possibleTypes", in: name) || text.spells("inputFields", in: name)
        let field = OpenField(
            end: Int(record.next), introspectionLists: (open.last?.introspectionLists ?? 0) + (isList ? 1 : 0),
            isInsideIntrospection: isRoot || (open.last?.isInsideIntrospection ?? false))
        open.append(field)
        own.depth = max(own.depth, open.count)
        own.introspectionLists = max(own.introspectionLists, field.introspectionLists)
        if field.isInsideIntrospection {
            own.introspectionDepth = max(own.introspectionDepth, field.introspectionLists)
        }
    }
}

extension Document {
    /// The bytes of a node in the source.
    func range(of node: Int) -> Range<Int> { Int(nodes[node].start)..<Int(nodes[node].end) }
}
