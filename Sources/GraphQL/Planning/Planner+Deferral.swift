extension Planner {
    /// Fields of one selection parted by what they wait for: those answered with the selection, and the deferred.
    ///
    /// - Parameter waiting: the fragments that the selection itself waits for.
    mutating func part(
        _ collected: CollectedSelection, on type: TypeDefinition, in waiting: Set<DeferUsage>
    ) throws(GraphQLError) -> PlannedSelection {
        var now: [PlannedField] = []
        var sets: [Set<DeferUsage>] = []
        var later: [[PlannedField]] = []
        for group in collected.groups {
            let usages = DeferUsage.outermost(of: group.places)
            let field = try field(group, on: type, in: usages)
            if usages == waiting || usages.isEmpty {
                now.append(field)
            } else if let known = sets.firstIndex(of: usages) {
                later[known].append(field)
            } else {
                sets.append(usages)
                later.append([field])
            }
        }
        let parts = zip(sets, later).map { usages, fields in
            PlannedPart(
                usages: usages.sorted { $0.number < $1.number },
                selection: PlannedSelection(type: type, unconditional: fields))
        }
        let isDeferring = !(parts.isEmpty && collected.opened.isEmpty)
        return PlannedSelection(
            type: type, unconditional: now,
            deferral: isDeferring ? PlannedDeferral(opened: collected.opened, parts: parts) : nil)
    }

    /// What the fields of a fragment wait for: its own `@defer`, if there is one in effect, or that around it.
    ///
    /// A `@defer` met again inside itself counts once; only documents that were not validated have such circles.
    mutating func deferUsage(
        of fragment: Syntax, in outer: DeferUsage?, _ opened: inout [DeferUsage]
    ) -> DeferUsage? {
        guard let settled, let directive = fragment.directives.first(where: { $0.nameText == "defer" }),
            settled.isTrue(directive)
        else { return outer }
        if let outer,
            outer.directive == directive.index || outer.ancestors.contains(where: { $0.directive == directive.index })
        {
            return outer
        }
        if let known = opened.first(where: { $0.directive == directive.index && $0.parent == outer }) { return known }
        usageCount += 1
        let usage = DeferUsage(number: usageCount, directive: directive, parent: outer)
        opened.append(usage)
        return usage
    }

    /// The `@stream` of a list field, if there is one in effect.
    func stream(of places: [ConditionalNode], _ definition: FieldDefinition) -> PlannedStream? {
        guard let settled, let declared = schema.directive("stream"), definition.type.nullable.isList else {
            return nil
        }
        let directives = places.lazy.flatMap { Array($0.syntax.directives) }
        guard let directive = directives.first(where: { $0.nameText == "stream" }), settled.isTrue(directive) else {
            return nil
        }
        return PlannedStream(arguments: PlannedArguments(of: directive, declared.arguments, schema: schema))
    }
}

extension TypeReference {
    var isList: Bool { if case .list = self { true } else { false } }
}

extension PlannedSelection {
    /// Fields that are all answered, whatever the request.
    convenience init(type: TypeDefinition, unconditional fields: [PlannedField], deferral: PlannedDeferral? = nil) {
        self.init(
            type: type, fields: fields, order: fields.indices.map { PlannedPlace(field: $0, conditions: []) },
            askedConditions: [], deferral: deferral)
    }
}
