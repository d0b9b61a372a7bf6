/// What the rules about variables and fragments need of one operation: its variables, and the fragments it reaches.
struct OperationScope {
    let operation: ExecutableDefinition
    /// Its variable definitions in order.
    let variables: [NodeIndex]
    /// Places in `ValidationContext.definitions` of all fragments it reaches, each once.
    let fragments: [Int]
    /// The last definition of a variable by its name.
    private let variablesByName: [NameID: NodeIndex]

    init(operationAt node: NodeIndex, in context: ValidationContext) {
        operation = context.definition(at: node)
        var variables: [NodeIndex] = []
        context.document.forEachChild(of: node, .variableDefinition) { variables.append($0) }
        self.variables = variables
        variablesByName = Dictionary(
            variables.map { (context.variableName(of: $0), $0) }, uniquingKeysWith: { _, last in last })
        fragments = context.fragments(reachedFrom: CollectionOfOne(operation))
    }

    func variable(_ name: NameID) -> NodeIndex? { variablesByName[name] }

    /// Calls `body` with every usage in the operation and the fragments it reaches that is not as it should be.
    func forEachUsage(
        in context: ValidationContext, where isWrong: (VariableUsage) -> Bool, _ body: (VariableUsage) -> Void
    ) {
        func visit(_ definition: ExecutableDefinition) {
            guard definition.distinctUsages.contains(where: { isWrong(context.usages[$0]) }) else { return }
            for index in definition.usages where isWrong(context.usages[index]) { body(context.usages[index]) }
        }
        visit(operation)
        for fragment in fragments { visit(context.definitions[fragment]) }
    }

    /// The variables used in the operation and the fragments it reaches.
    func usedVariables(in context: ValidationContext) -> Set<NameID> {
        var names = Set(operation.distinctUsages.map { context.usages[$0].name })
        for fragment in fragments {
            for index in context.definitions[fragment].distinctUsages { names.insert(context.usages[index].name) }
        }
        return names
    }

    /// How messages about one of its variables name the operation.
    func nameText(in context: ValidationContext) -> String? { operation.name.map { context.text($0) } }
}

extension ValidationContext {
    /// Of a variable definition.
    func variableName(of definition: NodeIndex) -> NameID {
        name(at: document.variable(of: definition) + 1)
    }

    /// The fragments that definitions spread, directly or through others, each once; cycles are followed once.
    func fragments(reachedFrom definitions: some Collection<ExecutableDefinition>) -> [Int] {
        guard definitions.contains(where: { !$0.spreads.isEmpty }) else { return [] }
        var reached: [Int] = []
        var isReached = ContiguousArray(repeating: false, count: self.definitions.count)
        func follow(_ spreads: Range<Int>) {
            for spread in spreads {
                guard let fragment = fragment(self.spreads[spread].name), !isReached[fragment] else { continue }
                isReached[fragment] = true
                reached.append(fragment)
            }
        }
        for definition in definitions { follow(definition.spreads) }
        var next = 0
        while next < reached.count {
            follow(self.definitions[reached[next]].spreads)
            next += 1
        }
        return reached
    }
}
