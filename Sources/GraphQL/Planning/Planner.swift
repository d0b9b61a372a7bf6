/// Turns a document's operation into a plan (specification sections 6.2 and 6.3.2).
///
/// Selections are planned once for each object type they may meet. The same selection sets met again, through another
/// type or fragment, share one plan, so that nested interfaces cost their number and not its power.
struct Planner {
    let schema: Schema
    let bindings: Bindings
    private var fragments: [String: Syntax] = [:]
    private var conditionVariables: [String] = []
    private var planned: [SelectionKey: PlannedSelection] = [:]
    /// Selections whose fields are being planned: one that comes up again below itself has no end.
    private var begun: Set<SelectionKey> = []
    /// Set for a plan that defers and streams; the plan of any conditions' values does not.
    let settled: SettledConditions?
    var usageCount = 0

    private init(_ schema: Schema, _ bindings: Bindings, _ document: Document, _ settled: SettledConditions?) {
        self.settled = settled
        self.schema = schema
        self.bindings = bindings
        for node in document.root.children(.fragmentDefinition) { fragments[node.nameText] = node }
    }

    /// Fails if fragments spread themselves, in a document that was not validated.
    static func plan(
        _ operation: Syntax, schema: Schema, bindings: Bindings, settled: SettledConditions? = nil
    ) throws(GraphQLError) -> Plan {
        var planner = Planner(schema, bindings, operation.document, settled)
        guard let type = schema.rootType(operation.operation), let selectionSet = operation.selectionSet else {
            preconditionFailure("The engine plans only operations of existing root types.")
        }
        let root = try planner.selection([ConditionalNode(syntax: selectionSet, conditions: [])], on: type)
        return Plan(operation: operation.operation, root: root, conditionVariables: planner.conditionVariables)
    }

    private mutating func selection(
        _ sets: [ConditionalNode], on type: TypeDefinition, in waiting: Set<DeferUsage> = []
    ) throws(GraphQLError) -> PlannedSelection {
        let key = SelectionKey(type: type.id, sets: sets, waiting: waiting)
        if let known = planned[key] { return known }
        guard begun.insert(key).inserted else {
            throw GraphQLError("A fragment spreads itself.", at: sets.map(\.syntax), code: .validationFailed)
        }
        var collected = CollectedSelection()
        var visited: Set<VisitedFragment> = []
        for set in sets { collect(set, on: type, into: &collected, visited: &visited) }
        if settled != nil {
            let selection = try part(collected, on: type, in: waiting)
            planned[key] = selection
            return selection
        }
        var fields: [PlannedField] = []
        fields.reserveCapacity(collected.groups.count)
        for group in collected.groups { fields.append(try field(group, on: type)) }
        let selection = PlannedSelection(
            type: type, fields: fields, order: collected.order, askedConditions: collected.askedConditions)
        planned[key] = selection
        return selection
    }

    /// CollectFields: gathers a selection set's fields by response key, fragments that apply to the type included.
    private mutating func collect(
        _ set: ConditionalNode, on type: TypeDefinition, into collected: inout CollectedSelection,
        visited: inout Set<VisitedFragment>
    ) {
        for node in set.syntax.children {
            guard let conditions = conditions(of: node, in: set.conditions, &collected.askedConditions) else {
                continue
            }
            switch node.kind {
            case .field:
                collected.add(ConditionalNode(syntax: node, conditions: conditions, deferUsage: set.deferUsage)) {
                    bindings.field(node.nameText, of: type)
                }
            case .inlineFragment:
                guard applies(node.typeCondition, to: type), let inner = node.selectionSet else { continue }
                let usage = deferUsage(of: node, in: set.deferUsage, &collected.opened)
                collect(
                    ConditionalNode(syntax: inner, conditions: conditions, deferUsage: usage), on: type,
                    into: &collected, visited: &visited)
            case .fragmentSpread:
                guard let fragment = fragments[node.nameText], applies(fragment.typeCondition, to: type),
                    let inner = fragment.selectionSet
                else { continue }
                let usage = deferUsage(of: node, in: set.deferUsage, &collected.opened)
                let visit = VisitedFragment(index: fragment.index, conditions: conditions, deferUsage: usage)
                guard visited.insert(visit).inserted else { continue }
                collect(
                    ConditionalNode(syntax: inner, conditions: conditions, deferUsage: usage), on: type,
                    into: &collected, visited: &visited)
            default: continue
            }
        }
    }

    private func applies(_ condition: Syntax?, to type: TypeDefinition) -> Bool {
        guard let condition else { return true }
        return schema.type(condition.nameText).map { schema.isSubtype(type.id, of: $0.id) } ?? false
    }

    /// The conditions around a node and its own; nil if it never is answered.
    private mutating func conditions(
        of node: Syntax, in outer: [Condition], _ asked: inout [AskedCondition]
    ) -> [Condition]? {
        var conditions = outer
        for directive in node.directives {
            let name = directive.nameText
            guard name == "skip" || name == "include",
                let value = directive.arguments.first(where: { _ in true })?.value
            else { continue }
            let expected = name == "include"
            if let settled {
                guard settled.isTrue(directive) == expected else { return nil }
                continue
            }
            if value.kind == .variable {
                let condition = Condition(variable: place(ofVariable: value.nameText), expected: expected)
                asked.append(AskedCondition(directive: directive, variable: condition.variable, outer: conditions))
                if !conditions.contains(condition) { conditions.append(condition) }
            } else if (value.text == "true") != expected {
                return nil
            }
        }
        return conditions
    }

    private mutating func place(ofVariable name: String) -> Int {
        if let known = conditionVariables.firstIndex(of: name) { return known }
        conditionVariables.append(name)
        return conditionVariables.count - 1
    }

    mutating func field(
        _ group: CollectedSelection.Group, on type: TypeDefinition, in waiting: Set<DeferUsage> = []
    ) throws(GraphQLError) -> PlannedField {
        let definition = group.field.0
        let binding = group.field.1.chosen(for: group.places[0].syntax)
        let sets = group.places.compactMap { place in
            place.syntax.selectionSet.map {
                ConditionalNode(syntax: $0, conditions: place.conditions, deferUsage: place.deferUsage)
            }
        }
        let (selections, abstract) = try children(sets, of: definition, in: waiting)
        let arguments = PlannedArguments(of: group.places[0].syntax, definition.arguments, schema: schema)
        return PlannedField(
            responseKey: group.responseKey, definition: definition, parentType: type, binding: binding,
            arguments: arguments, price: FieldPrice(of: definition, on: type, arguments, schema: schema),
            selections: selections,
            abstract: abstract, nodes: group.places, stream: stream(of: group.places, definition))
    }

    private mutating func children(
        _ sets: [ConditionalNode], of definition: FieldDefinition, in waiting: Set<DeferUsage>
    ) throws(GraphQLError) -> ([PlannedSelection], PlannedAbstract?) {
        let type = schema[definition.namedType]
        guard type.isComposite else { return ([], nil) }
        guard type.isAbstract, let binding = bindings.abstract(type.name) else {
            return ([try selection(sets, on: type, in: waiting)], nil)
        }
        var selections: [PlannedSelection] = []
        var places: [Int?] = []
        for name in binding.members {
            guard let member = schema.type(name), schema.isSubtype(member.id, of: type.id) else {
                places.append(nil)
                continue
            }
            places.append(selections.count)
            selections.append(try selection(sets, on: member, in: waiting))
        }
        return (selections, PlannedAbstract(binding: binding, selectionOfMember: places))
    }
}

private struct SelectionKey: Hashable {
    let type: TypeID
    let sets: [ConditionalNode]
    let waiting: Set<DeferUsage>
}

private struct VisitedFragment: Hashable {
    let index: Int
    let conditions: [Condition]
    let deferUsage: DeferUsage?
}

/// Fields of one selection by response key, in the order in which the document names them first.
struct CollectedSelection {
    struct Group {
        let responseKey: String
        let field: (FieldDefinition, FieldBinding)
        var places: [ConditionalNode]
    }

    private(set) var groups: [Group] = []
    private(set) var order: [PlannedPlace] = []
    var askedConditions: [AskedCondition] = []
    /// The deferred fragments that begin here.
    var opened: [DeferUsage] = []
    private var groupOfKey: [String: Int] = [:]
    private var isSettled: [Bool] = []

    /// Adds a node. A field that does not exist is left out; only a document that was not validated asks for one.
    mutating func add(_ place: ConditionalNode, find: () -> (FieldDefinition, FieldBinding)?) {
        let key = place.syntax.responseKey
        let group: Int
        if let known = groupOfKey[key] {
            group = known
        } else {
            guard let field = find() else { return }
            group = groups.count
            groupOfKey[key] = group
            groups.append(Group(responseKey: key, field: field, places: []))
            isSettled.append(false)
        }
        groups[group].places.append(place)
        if !isSettled[group] {
            order.append(PlannedPlace(field: group, conditions: place.conditions))
            isSettled[group] = place.conditions.isEmpty
        }
    }
}
