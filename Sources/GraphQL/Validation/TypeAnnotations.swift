/// What the schema says about each node of a document: the facts graphql-js' `TypeInfo` tracks during a visit, found
/// in one pass and kept, so that every rule may look anywhere.
struct TypeAnnotations {
    /// Of fields, spreads and inline fragments: the type they are selected from; nil where it is unknown.
    var parentTypes: ContiguousArray<TypeID?>
    /// Of fields: the named type they return. Of selection sets: the composite type they select from. Of fragments and
    /// inline fragments: the type they apply to.
    var namedTypes: ContiguousArray<TypeID?>
    /// Of fields.
    var fields: ContiguousArray<FieldDefinition?>
    /// Of arguments and of the fields of input objects.
    var inputs: ContiguousArray<InputValueDefinition?>
    /// Of the fields of input objects: the input object expected around them.
    var inputObjects: ContiguousArray<TypeID?>
    /// Of values: the type expected there.
    var inputTypes: ContiguousArray<TypeReference?>

    init(count: Int) {
        parentTypes = ContiguousArray(repeating: nil, count: count)
        namedTypes = ContiguousArray(repeating: nil, count: count)
        fields = ContiguousArray(repeating: nil, count: count)
        inputs = ContiguousArray(repeating: nil, count: count)
        inputObjects = ContiguousArray(repeating: nil, count: count)
        inputTypes = ContiguousArray(repeating: nil, count: count)
    }
}

/// An operation or a fragment, and what it uses.
struct ExecutableDefinition {
    let node: NodeIndex
    let kind: SyntaxKind
    /// Absent for anonymous operations.
    let name: NameID?
    /// Its part of `ExecutableDefinitions.usages`.
    var usages: Range<Int>
    /// Its part of `ExecutableDefinitions.spreads`.
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
}

/// A `...Name` in a document.
struct FragmentSpread {
    let node: NodeIndex
    let name: NameID
}
