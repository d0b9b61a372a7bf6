/// An operation made ready to run: immutable, shared by all requests that send the same document.
public final class Plan: Sendable {
    let operation: OperationKind
    let root: PlannedSelection
    /// The variables that `@skip` and `@include` ask, each once; conditions refer to them by place.
    let conditionVariables: [String]

    init(operation: OperationKind, root: PlannedSelection, conditionVariables: [String]) {
        self.operation = operation
        self.root = root
        self.conditionVariables = conditionVariables
    }

    /// What the conditions' variables say in one request.
    func conditionValues(_ variables: [String: InputValue]) -> [Bool] {
        conditionVariables.map { variables[$0] == .boolean(true) }
    }
}

/// The fields asked of values of one object type, merged by response key (specification section 6.3.2).
public final class PlannedSelection: Sendable {
    public let type: TypeDefinition
    public let fields: [PlannedField]
    /// In which order fields are written. A field stands in it once for each place where the document names it, up to
    /// the first place that has no condition; the first place whose conditions hold counts.
    let order: [PlannedPlace]
    /// The `@skip` and `@include` whose variables decide here, in the order of the document.
    let askedConditions: [AskedCondition]
    let isConditional: Bool
    /// Whether everything below is found without waiting.
    let isImmediate: Bool
    /// Whether a list is among them or below.
    let hasLists: Bool
    /// What the fields need of the objects themselves.
    let needs: AttributeSet
    /// What is answered later.
    let deferral: PlannedDeferral?

    init(
        type: TypeDefinition, fields: [PlannedField], order: [PlannedPlace], askedConditions: [AskedCondition],
        deferral: PlannedDeferral? = nil
    ) {
        self.type = type
        self.fields = fields
        self.order = order
        self.askedConditions = askedConditions
        isConditional = order.contains { !$0.conditions.isEmpty }
        isImmediate = fields.allSatisfy(\.isImmediate)
        hasLists = fields.contains { $0.hasLists }
        self.deferral = deferral
        // Deferred fields read from the same objects, which are loaded once.
        needs =
            fields.reduce(0) { $0 | $1.needsOfParent }
            | (deferral?.parts.reduce(0) { $0 | $1.selection.needs } ?? 0)
    }

    /// The fields to answer, in order, under the conditions' values.
    func active(_ conditionValues: [Bool]) -> [PlannedField] {
        guard isConditional else { return fields }
        var taken = [Bool](repeating: false, count: fields.count)
        var active: [PlannedField] = []
        for place in order where !taken[place.field] {
            guard place.conditions.hold(conditionValues) else { continue }
            taken[place.field] = true
            active.append(fields[place.field])
        }
        return active
    }
}

/// A place where the document names a field, with all conditions around it.
struct PlannedPlace: Sendable {
    let field: Int
    let conditions: [Condition]
}

/// An `@include` or `@skip` whose `if` is a variable: the value the variable has to have.
struct Condition: Hashable, Sendable {
    let variable: Int
    let expected: Bool
}

/// An `@include` or `@skip` with a variable, asked where the conditions around it hold.
struct AskedCondition: Sendable {
    let directive: Syntax
    let variable: Int
    let outer: [Condition]
}

extension [Condition] {
    func hold(_ values: [Bool]) -> Bool { allSatisfy { values[$0.variable] == $0.expected } }
}

/// A node of the document with all conditions around it.
struct ConditionalNode: Hashable {
    let syntax: Syntax
    let conditions: [Condition]
    /// The deferred fragment around it.
    var deferUsage: DeferUsage?
}

/// A field of an answer: what to call, how, and what is asked of its objects.
public final class PlannedField: Sendable {
    public let responseKey: String
    public let definition: FieldDefinition
    /// The object type the field belongs to.
    public let parentType: TypeDefinition
    /// `,"key":` ready to be written; at the start of an object, `{` takes the comma's place.
    let key: [UInt8]
    let binding: FieldBinding
    let arguments: PlannedArguments
    let price: FieldPrice
    /// For each layer of the field's type, outermost first, whether null is refused there.
    let nonNull: [Bool]
    /// Of fields that yield objects: what is asked of them, for each object type they may be of.
    let selections: [PlannedSelection]
    /// How values of an interface or union are told apart. Its members are `selections` by place.
    let abstract: PlannedAbstract?
    /// The nodes that were merged into the field, for errors' locations.
    private let nodes: [ConditionalNode]
    /// What the selections below need of the field's objects.
    let childNeeds: AttributeSet
    /// What the field needs of its parents.
    var needsOfParent: AttributeSet {
        binding.needs | (binding.forwardsNeeds ? childNeeds : 0) | (binding.needsFor?(childNeeds) ?? 0)
    }
    let isImmediate: Bool
    /// Whether it is a list or has one below.
    let hasLists: Bool
    /// Of a list that comes in parts.
    let stream: PlannedStream?

    init(
        responseKey: String, definition: FieldDefinition, parentType: TypeDefinition, binding: FieldBinding,
        arguments: PlannedArguments, price: FieldPrice, selections: [PlannedSelection], abstract: PlannedAbstract?,
        nodes: [ConditionalNode], stream: PlannedStream? = nil
    ) {
        self.responseKey = responseKey
        self.definition = definition
        self.parentType = parentType
        self.binding = binding
        self.arguments = arguments
        self.price = price
        self.selections = selections
        self.abstract = abstract
        self.nodes = nodes
        self.stream = stream
        var key = [UInt8(ascii: ",")]
        appendJSONString(responseKey, to: &key)
        key.append(UInt8(ascii: ":"))
        self.key = key
        nonNull = definition.type.layers
        childNeeds = selections.reduce(0) { $0 | $1.needs }
        let isLoaded = if case .load = binding.kind { true } else { false }
        isImmediate = !isLoaded && selections.allSatisfy(\.isImmediate)
        hasLists = nonNull.count > 1 || selections.contains { $0.hasLists }
    }

    /// What the selections below need of the field's objects, if they are of this type.
    public func needs(ofType name: String) -> AttributeSet {
        selections.first { $0.type.name == name }?.needs ?? 0
    }

    /// Where the document asks for the field, under the conditions' values.
    func locations(_ conditionValues: [Bool]) -> [SourceLocation] {
        var locations: [SourceLocation] = []
        for node in nodes where node.conditions.hold(conditionValues) {
            let location = node.syntax.location
            // A fragment spread twice under different conditions brings the same node twice.
            if !locations.contains(location) { locations.append(location) }
        }
        return locations
    }

    /// The field's coordinate in the schema, `Type.field`.
    public var coordinate: String { "\(parentType.name).\(definition.name)" }
}

/// How values of an abstract type find their selection.
struct PlannedAbstract: Sendable {
    let binding: AbstractBinding
    /// For each member of the binding, the place of its selection; nil if the field's type excludes it.
    let selectionOfMember: [Int?]
}

extension TypeReference {
    /// For each list in the type, and then for the value itself, whether null is refused.
    fileprivate var layers: [Bool] {
        switch self {
        case .named: [false]
        case .list(let inner): [false] + inner.layers
        case .nonNull(let inner): [true] + inner.layers.dropFirst()
        }
    }
}
