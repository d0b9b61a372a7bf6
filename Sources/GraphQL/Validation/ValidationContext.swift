/// Everything rules may ask about one document under one schema, and where they report to.
final class ValidationContext {
    let schema: Schema
    let document: Document
    /// The schema declares `@defer` or `@stream`.
    let hasIncrementalDelivery: Bool
    let nodes: ContiguousArray<SyntaxRecord>
    private let names: DocumentNames
    let types: TypeAnnotations
    /// Operations and fragments in order.
    let definitions: ContiguousArray<ExecutableDefinition>
    let usages: ContiguousArray<VariableUsage>
    let spreads: ContiguousArray<FragmentSpread>
    /// For every name, the last fragment that has it, as a place in `definitions`; -1 if none.
    private let fragmentsByName: ContiguousArray<Int32>
    /// What was found out of the operation asked about last.
    private var scope: OperationScope?
    private var reports: [(message: String, nodes: [NodeIndex])] = []
    private let maxErrors: Int
    /// How many more places errors may name: a short document can hold thousands of long cycles.
    private var placesLeft = 20_000
    private(set) var hasTooManyErrors = false

    init(schema: Schema, document: Document, maxErrors: Int) {
        self.schema = schema
        self.document = document
        self.maxErrors = maxErrors
        nodes = document.nodes
        hasIncrementalDelivery = schema.directive("defer") != nil || schema.directive("stream") != nil
        let analysis = DocumentAnalysis(document, schema: schema)
        names = analysis.names
        types = analysis.types
        definitions = analysis.definitions
        usages = analysis.usages
        spreads = analysis.spreads
        var fragmentsByName = ContiguousArray<Int32>(repeating: -1, count: names.count)
        for (index, definition) in definitions.enumerated() where definition.kind == .fragmentDefinition {
            if let name = definition.name { fragmentsByName[Int(name.rawValue)] = Int32(index) }
        }
        self.fragmentsByName = fragmentsByName
    }
}

// MARK: Names

extension ValidationContext {
    /// How many different names the document has.
    var nameCount: Int { names.count }

    /// Of a node of kind `name`.
    func name(at node: NodeIndex) -> NameID { names.id(at: node) }

    func text(_ name: NameID) -> String { names.text(name) }

    /// The text of a node of kind `name`.
    func text(at node: NodeIndex) -> String { names.text(names.id(at: node)) }

    /// The name of an argument, object field, directive, spread, variable or named type.
    func nameText(of node: NodeIndex) -> String { text(at: node + 1) }

    /// A field's name, not its alias.
    func fieldNameText(_ field: NodeIndex) -> String { text(at: document.fieldName(field)) }

    /// The type a reference in the document means; nil if the schema has no such type.
    func resolve(_ reference: NodeIndex) -> TypeReference? { schema.resolve(reference, in: document, names) }
}

// MARK: Directives

extension ValidationContext {
    /// The first directive of a name on a node.
    func directive(_ name: String, on node: NodeIndex) -> NodeIndex? {
        guard var child = document.firstChild(of: node, .directive) else { return nil }
        while child < Int(nodes[node].next), nodes[child].kind == .directive {
            if nameText(of: child) == name { return child }
            child = Int(nodes[child].next)
        }
        return nil
    }

    /// The value of an argument of a field or directive.
    func argument(_ name: String, of node: NodeIndex) -> NodeIndex? {
        var value: NodeIndex?
        document.forEachChild(of: node, .argument) { if nameText(of: $0) == name { value = document.value(of: $0) } }
        return value
    }
}

// MARK: Definitions

extension ValidationContext {
    /// The fragment a name means, as a place in `definitions`.
    func fragment(_ name: NameID) -> Int? {
        let index = fragmentsByName[Int(name.rawValue)]
        return index < 0 ? nil : Int(index)
    }

    /// The operation or fragment that stands at a node.
    func definition(at node: NodeIndex) -> ExecutableDefinition {
        var low = 0
        var high = definitions.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if definitions[middle].node <= node { low = middle } else { high = middle - 1 }
        }
        return definitions[low]
    }

    /// What is known of the operation at a node and the fragments it reaches.
    func scope(ofOperation node: NodeIndex) -> OperationScope {
        if let scope, scope.operation.node == node { return scope }
        let new = OperationScope(operationAt: node, in: self)
        scope = new
        return new
    }
}

// MARK: Reports

extension ValidationContext {
    func report(_ message: @autoclosure () -> String, at nodes: NodeIndex...) {
        report(message(), at: nodes)
    }

    /// Notes an error; places are found when all are known. The message is made only if it is wanted.
    func report(_ message: @autoclosure () -> String, at nodes: [NodeIndex]) {
        guard !hasTooManyErrors else { return }
        placesLeft -= nodes.count
        if reports.count >= maxErrors || placesLeft < 0 {
            hasTooManyErrors = true
        } else {
            reports.append((message(), nodes))
        }
    }

    /// What was reported, as a client sees it.
    func errors() -> [GraphQLError] {
        guard !reports.isEmpty || hasTooManyErrors else { return [] }
        let offsets = reports.flatMap { report in report.nodes.map { Int(nodes[$0].start) } }
        var locations = document.source.locations(at: offsets)[...]
        var errors = reports.map { report in
            defer { locations.removeFirst(report.nodes.count) }
            return GraphQLError(
                report.message, locations: Array(locations.prefix(report.nodes.count)),
                extensions: [.code(.validationFailed)])
        }
        if hasTooManyErrors {
            let message = "Too many validation errors, error limit reached. Validation aborted."
            errors.append(GraphQLError(message, exceeding: .errors, of: maxErrors))
        }
        return errors
    }
}
