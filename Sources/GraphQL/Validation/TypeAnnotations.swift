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
    /// Of values: the place in `expectedTypes` of the type expected there; -1 where nothing is known.
    private var expectations: ContiguousArray<Int32>
    private var expectedTypes: ContiguousArray<TypeReference> = []

    init(count: Int) {
        parentTypes = ContiguousArray(repeating: nil, count: count)
        namedTypes = ContiguousArray(repeating: nil, count: count)
        fields = ContiguousArray(repeating: nil, count: count)
        inputs = ContiguousArray(repeating: nil, count: count)
        inputObjects = ContiguousArray(repeating: nil, count: count)
        expectations = ContiguousArray(repeating: -1, count: count)
    }

    /// Of a value: the type expected there; nil where it is unknown.
    func inputType(_ value: NodeIndex) -> TypeReference? {
        expectations[value] < 0 ? nil : expectedTypes[Int(expectations[value])]
    }

    mutating func expect(_ type: TypeReference, at value: NodeIndex) {
        expectations[value] = Int32(expectedTypes.count)
        expectedTypes.append(type)
    }
}
