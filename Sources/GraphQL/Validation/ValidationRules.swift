/// Some rules, sorted by the kinds of nodes they look at, so that a node costs only the rules that care about it.
public struct ValidationRules: Sendable {
    public let rules: [ValidationRule]
    /// The checks of all kinds one after the other; `starts[kind]..<starts[kind + 1]` are those of one.
    private let hooks: ContiguousArray<Hook>
    private let starts: ContiguousArray<Int>

    /// A function in a structure of its own: as an element of an array it would be called through a wrapper.
    private struct Hook {
        let check: ValidationRule.Check
    }

    public init(_ rules: [ValidationRule]) {
        self.rules = rules
        var hooks: ContiguousArray<Hook> = []
        var starts: ContiguousArray<Int> = [0]
        for kind in SyntaxKind.allCases {
            for rule in rules where rule.kinds.contains(kind) { hooks.append(Hook(check: rule.check)) }
            starts.append(hooks.count)
        }
        self.hooks = hooks
        self.starts = starts
    }

    /// The rules with these names, in this order; nil if one of them does not exist.
    public init?(named names: [String]) {
        let found = names.compactMap { name in Self.all.rules.first { $0.name == name } }
        guard found.count == names.count else { return nil }
        self.init(found)
    }

    func hasChecks(for kind: SyntaxKind) -> Bool {
        starts[Int(kind.rawValue)] < starts[Int(kind.rawValue) + 1]
    }

    /// Makes all checks for a node.
    func check(_ node: NodeIndex, in context: ValidationContext) {
        let kind = Int(context.nodes[node].kind.rawValue)
        var next = starts[kind]
        while next < starts[kind + 1] {
            hooks[next].check(node, context)
            next += 1
        }
    }
}

extension ValidationRules {
    /// Every rule of the specification (September 2025 edition, section 5), in its order, then those of incremental
    /// delivery, which look only at schemas that declare `@defer` or `@stream`.
    public static let specified = ValidationRules([
        // 5.1 Documents
        .executableDefinitions,
        // 5.2 Operations
        .knownOperationTypes,
        .uniqueOperationNames,
        .loneAnonymousOperation,
        .singleFieldSubscriptions,
        // 5.3 Fields
        .fieldsOnCorrectType,
        .overlappingFieldsCanBeMerged,
        .scalarLeafs,
        // 5.4 Arguments
        .knownArgumentNames,
        .uniqueArgumentNames,
        .providedRequiredArguments,
        // 5.5 Fragments
        .uniqueFragmentNames,
        .knownTypeNames,
        .fragmentsOnCompositeTypes,
        .noUnusedFragments,
        .knownFragmentNames,
        .noFragmentCycles,
        .possibleFragmentSpreads,
        // 5.6 Values
        .valuesOfCorrectType,
        .uniqueInputFieldNames,
        // 5.7 Directives
        .knownDirectives,
        .uniqueDirectivesPerLocation,
        // 5.8 Variables
        .uniqueVariableNames,
        .variablesAreInputTypes,
        .noUndefinedVariables,
        .noUnusedVariables,
        .variablesInAllowedPosition,
        // Incremental delivery
        .deferStreamDirectiveLabel,
        .deferStreamDirectiveOnRootField,
        .deferStreamDirectiveOnValidOperations,
        .streamDirectiveOnListField,
    ])

    /// Rules a server may add: they refuse documents the specification allows.
    public static let optional = ValidationRules([
        .maxIntrospectionDepth,
        .noDeprecatedCustom,
        .noSchemaIntrospectionCustom,
    ])

    /// All there are.
    public static let all = ValidationRules(specified.rules + optional.rules)
}
