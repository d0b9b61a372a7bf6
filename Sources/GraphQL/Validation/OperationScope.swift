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

    /// Calls `body` with every usage of a variable in the operation and the fragments it reaches.
    func forEachUsage(in context: ValidationContext, _ body: (VariableUsage) -> Void) {
        for index in operation.usages { body(context.usages[index]) }
        for fragment in fragments {
            for index in context.definitions[fragment].usages { body(context.usages[index]) }
        }
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
