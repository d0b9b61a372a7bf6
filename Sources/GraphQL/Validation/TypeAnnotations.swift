/// What the schema says about each node of a document: the facts graphql-js' `TypeInfo` tracks during a visit, found
/// in one pass and kept, so that every rule may look anywhere.
struct TypeAnnotations {
    /// Of fields, spreads and inline fragments: the type they are selected from; nil where it is unknown.
    var parentTypes: ContiguousArray<TypeID?>
    /// Of fields: the named type they return. Of selection sets: the composite type they select from. Of fragments and
    /// inline fragments: the type they apply to.
    var namedTypes: ContiguousArray<TypeID?>
    /// Of fields.
    var fields: NodeTable<FieldDefinition>
    /// Of arguments and of the fields of input objects.
    var inputs: NodeTable<InputValueDefinition>
    /// Of the fields of input objects: the input object expected around them.
    var inputObjects: NodeTable<TypeID>
    /// Of values: the type expected there.
    var inputTypes: NodeTable<TypeReference>

    init(count: Int) {
        parentTypes = ContiguousArray(repeating: nil, count: count)
        namedTypes = ContiguousArray(repeating: nil, count: count)
        fields = NodeTable(count: count)
        inputs = NodeTable(count: count)
        inputObjects = NodeTable(count: count)
        inputTypes = NodeTable(count: count)
    }
}
