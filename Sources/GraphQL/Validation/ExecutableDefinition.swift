/// An operation or a fragment, and what it uses.
struct ExecutableDefinition {
    let node: NodeIndex
    let kind: SyntaxKind
    /// Absent for anonymous operations.
    let name: NameID?
    /// Its part of all usages.
    var usages: Range<Int>
    /// Usages that stand for all: of those that ask the same of a variable, one. Many operations may share a fragment
    /// with many usages.
    var distinctUsages: [Int] = []
    /// Its part of all spreads.
    var spreads: Range<Int>
}

/// A variable where a value is expected.
struct VariableUsage {
    let node: NodeIndex
    let name: NameID
    /// The argument or input field has a default of its own.
    let hasLocationDefault: Bool
    /// The input object with `@oneOf` whose field it is the value of.
    let oneOfObject: TypeID?

    /// What a usage asks of its variable.
    struct Demand: Hashable {
        let name: NameID
        let type: TypeReference?
        let hasLocationDefault: Bool
        let oneOfObject: TypeID?
    }

    func demand(_ types: TypeAnnotations) -> Demand {
        Demand(
            name: name, type: types.inputTypes[node], hasLocationDefault: hasLocationDefault, oneOfObject: oneOfObject)
    }
}

/// A `...Name` in a document.
struct FragmentSpread {
    let node: NodeIndex
    let name: NameID
}
