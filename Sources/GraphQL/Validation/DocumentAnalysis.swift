/// The pass over a document that finds types, variable usages and fragment spreads for all rules.
///
/// It goes through the flat tree once, in order, with a stack for open selection sets and one for open values.
struct DocumentAnalysis {
    private let schema: Schema
    private let document: Document
    let names: DocumentNames
    private(set) var types: TypeAnnotations
    private(set) var definitions: ContiguousArray<ExecutableDefinition> = []
    private(set) var usages: ContiguousArray<VariableUsage> = []
    private(set) var spreads: ContiguousArray<FragmentSpread> = []
    private let metaFields: MetaFields

    /// The selection sets around the node at hand, innermost last.
    private var selections: ContiguousArray<(end: NodeIndex, type: TypeID?)> = []
    /// The list and object values around the node at hand, innermost last.
    private var values: ContiguousArray<OpenValue> = []
    /// What the next selection set selects from.
    private var selectionType: TypeID?
    /// The field or directive that arguments are given to.
    private var argumentOwner: NodeIndex = 0
    /// Where the next value outside a list stands.
    private var position = ValuePosition()
    /// The `$name` at the head of a variable definition, which is no usage.
    private var declaration: NodeIndex = -1

    /// A list or object value whose children are being read.
    private struct OpenValue {
        let end: NodeIndex
        let isList: Bool
        let type: TypeReference?
    }

    /// What is known of the place a value stands in.
    private struct ValuePosition {
        var type: TypeReference?
        var hasDefault = false
        var oneOfObject: TypeID?
    }

    init(_ document: Document, schema: Schema) {
        self.schema = schema
        self.document = document
        names = DocumentNames(document)
        types = TypeAnnotations(count: document.nodes.count)
        metaFields = MetaFields(schema)
        for node in document.nodes.indices { visit(node) }
        closeDefinition()
    }

    private mutating func visit(_ node: NodeIndex) {
        let record = document.nodes[node]
        switch record.kind {
        case .operationDefinition:
            open(node, .operationDefinition, selecting: schema.rootType(record.flags.operation)?.id)
        case .fragmentDefinition: open(node, .fragmentDefinition, selecting: condition(of: node))
        case .variableDefinition: visitVariableDefinition(node)
        case .selectionSet: visitSelectionSet(node)
        case .field: visitField(node)
        case .fragmentSpread:
            types.parentTypes[node] = parentType(at: node)
            spreads.append(FragmentSpread(node: node, name: names.id(at: node + 1)))
        case .inlineFragment: visitInlineFragment(node)
        case .directive: argumentOwner = node
        case .argument: visitArgument(node)
        case .objectField: visitObjectField(node)
        case .variable: visitVariable(node)
        case .intValue, .floatValue, .stringValue, .booleanValue, .nullValue, .enumValue, .listValue, .objectValue:
            _ = visitValue(node)
        default: break
        }
    }
}

// MARK: Definitions and selections

extension DocumentAnalysis {
    private mutating func open(_ node: NodeIndex, _ kind: SyntaxKind, selecting type: TypeID?) {
        closeDefinition()
        // No closure over `self` here: it would copy all of the analysis for each of many definitions.
        var name: NameID?
        if let node = document.firstChild(of: node, .name) { name = names.id(at: node) }
        definitions.append(
            ExecutableDefinition(
                node: node, kind: kind, name: name, usages: usages.count..<usages.count,
                spreads: spreads.count..<spreads.count))
        types.namedTypes[node] = type
        selectionType = type
    }

    /// Ends the ranges of the definition before.
    private mutating func closeDefinition() {
        guard let last = definitions.indices.last else { return }
        definitions[last].usages = definitions[last].usages.lowerBound..<usages.count
        definitions[last].distinctUsages = distinct(definitions[last].usages)
        definitions[last].spreads = definitions[last].spreads.lowerBound..<spreads.count
    }

    /// The first of usages that ask the same of a variable.
    private func distinct(_ range: Range<Int>) -> [Int] {
        guard range.count > 8 else { return Array(range) }
        var known: Set<VariableUsage.Demand> = []
        var distinct: [Int] = []
        for usage in range where known.insert(usages[usage].demand(types)).inserted { distinct.append(usage) }
        return distinct
    }

    /// The type of `on Type`.
    private func condition(of node: NodeIndex) -> TypeID? {
        guard let condition = document.firstChild(of: node, .namedType) else { return nil }
        return schema.type(names.text(names.id(at: condition + 1)))?.id
    }

    private mutating func visitSelectionSet(_ node: NodeIndex) {
        let type = selectionType.flatMap { schema[$0].isComposite ? $0 : nil }
        types.namedTypes[node] = type
        while let last = selections.last, last.end <= node { selections.removeLast() }
        selections.append((end: Int(document.nodes[node].next), type: type))
    }

    /// The type the innermost selection set selects from.
    private mutating func parentType(at node: NodeIndex) -> TypeID? {
        while let last = selections.last {
            if last.end > node { return last.type }
            selections.removeLast()
        }
        return nil
    }

    private mutating func visitField(_ node: NodeIndex) {
        argumentOwner = node
        selectionType = nil
        guard let parent = parentType(at: node) else { return }
        types.parentTypes[node] = parent
        let name = names.text(names.id(at: document.fieldName(node)))
        let definition = schema[parent].field(name) ?? metaFields.field(name, on: parent)
        guard let definition else { return }
        types.fields[node] = definition
        selectionType = definition.namedType
        types.namedTypes[node] = selectionType
    }

    private mutating func visitInlineFragment(_ node: NodeIndex) {
        let parent = parentType(at: node)
        types.parentTypes[node] = parent
        let hasCondition = document.firstChild(of: node, .namedType) != nil
        selectionType = hasCondition ? condition(of: node) : parent
        types.namedTypes[node] = selectionType
    }
}

// MARK: Values

extension DocumentAnalysis {
    private mutating func visitVariableDefinition(_ node: NodeIndex) {
        declaration = document.firstChild(of: node, .variable) ?? -1
        let type = document.typeReference(of: node).flatMap { schema.resolve($0, in: document, names) }
        position = ValuePosition(type: type.flatMap { schema[$0.namedType].isInput ? $0 : nil })
    }

    private mutating func visitArgument(_ node: NodeIndex) {
        let name = names.text(names.id(at: node + 1))
        if document.nodes[argumentOwner].kind == .field {
            expect(types.fields[argumentOwner]?.argument(name), at: node)
        } else {
            expect(schema.directive(names.text(names.id(at: argumentOwner + 1)))?.argument(name), at: node)
        }
    }

    private mutating func visitObjectField(_ node: NodeIndex) {
        guard let object = openValue(at: node)?.type.map({ schema[$0.namedType] }), object.kind == .inputObject else {
            return position = ValuePosition()
        }
        types.inputObjects[node] = object.id
        expect(object.inputField(names.text(names.id(at: node + 1))), at: node)
        if object.isOneOf { position.oneOfObject = object.id }
    }

    private mutating func expect(_ definition: InputValueDefinition?, at node: NodeIndex) {
        types.inputs[node] = definition
        position = ValuePosition(type: definition?.type, hasDefault: definition?.defaultValue != nil)
    }

    /// The innermost list or object value around a node.
    private mutating func openValue(at node: NodeIndex) -> OpenValue? {
        while let last = values.last {
            if last.end > node { return last }
            values.removeLast()
        }
        return nil
    }

    /// Notes the type expected of a value and returns what is known of its place.
    private mutating func visitValue(_ node: NodeIndex) -> ValuePosition {
        var place = position
        if let list = openValue(at: node), list.isList { place = ValuePosition(type: list.type?.itemType) }
        types.inputTypes[node] = place.type
        let record = document.nodes[node]
        if record.kind == .listValue || record.kind == .objectValue {
            values.append(OpenValue(end: Int(record.next), isList: record.kind == .listValue, type: place.type))
        }
        return place
    }

    private mutating func visitVariable(_ node: NodeIndex) {
        guard node != declaration else { return }
        let place = visitValue(node)
        // The values of a variable definition are constants: a variable there is a syntax error.
        usages.append(
            VariableUsage(
                node: node, name: names.id(at: node + 1), hasLocationDefault: place.hasDefault,
                oneOfObject: place.oneOfObject))
    }
}

extension TypeReference {
    /// Of a list, possibly non-null: what its items are. Anything else stands for itself, since one value is read as a
    /// list of one (specification section 3.11).
    fileprivate var itemType: TypeReference {
        let type = nullable
        if case .list(let inner) = type { return inner }
        return type
    }
}
