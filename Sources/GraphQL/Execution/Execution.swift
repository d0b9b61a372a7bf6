/// Runs one request's plan breadth-first: every field is resolved once for all parents of its level.
///
/// Fields of a selection run side by side, and what hangs below a field goes on as soon as that field is there.
final class Execution: Sendable {
    let schema: Schema
    private let plan: Plan
    let variables: [String: InputValue]
    let conditionValues: [Bool]
    /// Whether a variable of a condition is null, which is an error where it is asked.
    private let isUndecided: Bool
    private let context: AnyContext
    /// Turns what a resolver threw into what the client may read.
    private let explain: @Sendable (any Error, PlannedField) -> FieldError

    init(
        schema: Schema, plan: Plan, variables: [String: InputValue], context: AnyContext,
        explain: @escaping @Sendable (any Error, PlannedField) -> FieldError
    ) {
        self.schema = schema
        self.plan = plan
        self.variables = variables
        self.context = context
        self.explain = explain
        conditionValues = plan.conditionValues(variables)
        isUndecided = plan.conditionVariables.contains { variables[$0]?.boolean == nil }
    }

    /// - Parameter root: the one object of the operation's root type.
    /// - Throws: what keeps the root fields from being told.
    func run(_ root: any AnyColumn) async throws(GraphQLError) -> ExecutedSelection {
        if let error = undecidedCondition(of: plan.root) { throw error }
        guard plan.operation == .mutation else { return await select(plan.root, of: root) }
        // Root fields of mutations run one after the other, each with all that hangs below it.
        var fields: [ExecutedField] = []
        for field in plan.root.active(conditionValues) { fields.append(await execute(field, of: root)) }
        return ExecutedSelection(plan.root, of: root, fields: fields)
    }

    func select(_ selection: PlannedSelection, of column: any AnyColumn) async -> ExecutedSelection {
        if selection.isImmediate || column.count == 0 { return selectNow(selection, of: column) }
        let active = selection.active(conditionValues)
        guard active.count > 1, active.count(where: { !$0.isImmediate }) > 1 else {
            var fields: [ExecutedField] = []
            fields.reserveCapacity(active.count)
            for field in active {
                fields.append(field.isImmediate ? executeNow(field, of: column) : await execute(field, of: column))
            }
            return ExecutedSelection(selection, of: column, fields: fields)
        }
        return ExecutedSelection(selection, of: column, fields: await sideBySide(active, of: column))
    }

    /// Executes several fields that wait: all but the last in child tasks, which stay on the request's loop. Each begins
    /// in its turn and runs until it waits, so that resolvers are called in the order of the document.
    private func sideBySide(_ active: [PlannedField], of column: any AnyColumn) async -> [ExecutedField] {
        let lastWaiting = active.lastIndex { !$0.isImmediate }
        return await withTaskGroup(of: (Int, ExecutedField).self) { group in
            var fields = [ExecutedField?](repeating: nil, count: active.count)
            for (place, field) in active.enumerated() {
                if field.isImmediate {
                    fields[place] = executeNow(field, of: column)
                } else if place == lastWaiting {
                    fields[place] = await execute(field, of: column)
                } else {
                    group.addImmediateTask { (place, await self.execute(field, of: column)) }
                }
            }
            for await (place, field) in group { fields[place] = field }
            return fields.compactMap { $0 }
        }
    }

    private func execute(_ field: PlannedField, of column: any AnyColumn) async -> ExecutedField {
        do {
            let arguments = try field.arguments.values(variables, schema: schema)
            let resolved: AnyResolved
            switch field.binding.kind {
            case .write(let writer): return ExecutedField(field, .written(writer, arguments))
            case .derive(let derive): resolved = try derive(column, context, arguments, field)
            case .load(let load): resolved = try await load(column, context, arguments, field)
            }
            return ExecutedField(field, try await found(field, resolved))
        } catch {
            return ExecutedField(field, .failed(explain(error, field)))
        }
    }

    private func found(_ field: PlannedField, _ resolved: AnyResolved) async throws -> ResolvedField {
        guard let stream = field.stream else { return await descend(field, resolved) }
        let (first, rest) = try parted(field, stream, resolved)
        return ResolvedField(await descend(field, first), rest: rest)
    }

    func descend(_ field: PlannedField, _ resolved: AnyResolved) async -> ResolvedField {
        let resolved = refusingUndecided(field, resolved)
        if field.selections.allSatisfy(\.isImmediate) { return descendNow(field, resolved) }
        guard let abstract = field.abstract else {
            return ResolvedField(resolved, child: .object(await select(field.selections[0], of: resolved.column)))
        }
        let (places, columns) = abstract.part(resolved.column, selections: field.selections.count)
        // Where all are of one type there is nothing to run side by side.
        if let place = columns.firstIndex(where: { $0 != nil }), let only = columns[place], only.count == places.count {
            var selections = [ExecutedSelection?](repeating: nil, count: columns.count)
            selections[place] = await select(field.selections[place], of: only)
            return ResolvedField(resolved, child: .abstract(ExecutedAbstract(places, selections)))
        }
        let selections = await withTaskGroup(of: (Int, ExecutedSelection).self) { group in
            for (place, column) in columns.enumerated() {
                guard let column else { continue }
                let selection = field.selections[place]
                group.addImmediateTask { (place, await self.select(selection, of: column)) }
            }
            var selections = [ExecutedSelection?](repeating: nil, count: columns.count)
            for await (place, selection) in group { selections[place] = selection }
            return selections
        }
        return ResolvedField(resolved, child: .abstract(ExecutedAbstract(places, selections)))
    }
}

/// The same without waiting, for the parts of a plan that need not.
extension Execution {
    private func selectNow(_ selection: PlannedSelection, of column: any AnyColumn) -> ExecutedSelection {
        guard column.count > 0 else { return ExecutedSelection(selection, of: column, fields: []) }
        return ExecutedSelection(
            selection, of: column, fields: selection.active(conditionValues).map { executeNow($0, of: column) })
    }

    private func executeNow(_ field: PlannedField, of column: any AnyColumn) -> ExecutedField {
        do {
            let arguments = try field.arguments.values(variables, schema: schema)
            switch field.binding.kind {
            case .write(let writer):
                return ExecutedField(field, .written(writer, arguments))
            case .derive(let derive):
                let resolved = try derive(column, context, arguments, field)
                return ExecutedField(field, try foundNow(field, resolved))
            case .load:
                preconditionFailure("A field that waits is not immediate.")
            }
        } catch {
            return ExecutedField(field, .failed(explain(error, field)))
        }
    }

    private func foundNow(_ field: PlannedField, _ resolved: AnyResolved) throws -> ResolvedField {
        guard let stream = field.stream else { return descendNow(field, resolved) }
        let (first, rest) = try parted(field, stream, resolved)
        return ResolvedField(descendNow(field, first), rest: rest)
    }

    private func descendNow(_ field: PlannedField, _ resolved: AnyResolved) -> ResolvedField {
        let resolved = refusingUndecided(field, resolved)
        if let element = field.binding.element { return ResolvedField(resolved, of: field, element) }
        guard let abstract = field.abstract else {
            return ResolvedField(resolved, child: .object(selectNow(field.selections[0], of: resolved.column)))
        }
        let (places, columns) = abstract.part(resolved.column, selections: field.selections.count)
        let selections = columns.enumerated().map { place, column in
            column.map { selectNow(field.selections[place], of: $0) }
        }
        return ResolvedField(resolved, child: .abstract(ExecutedAbstract(places, selections)))
    }
}

/// `@skip` and `@include` with a variable that is null: a nullable variable with a default may be given null.
extension Execution {
    private func undecidedCondition(of selection: PlannedSelection) -> GraphQLError? {
        guard isUndecided else { return nil }
        for asked in selection.askedConditions where asked.outer.hold(conditionValues) {
            guard let definition = schema.directive(asked.directive.nameText) else { continue }
            do throws(GraphQLError) {
                _ = try schema.coerceArguments(
                    of: asked.directive, definitions: definition.arguments, variables: variables)
            } catch {
                return error
            }
        }
        return nil
    }

    /// What was found, with an error in the place of each object of which it cannot be told what is selected.
    private func refusingUndecided(_ field: PlannedField, _ resolved: AnyResolved) -> AnyResolved {
        guard isUndecided else { return resolved }
        let errors = field.selections.map(undecidedCondition)
        guard errors.contains(where: { $0 != nil }) else { return resolved }
        let members = field.abstract.map { $0.binding.place(resolved.column) }
        var layers = resolved.layers
        var failures = resolved.failures
        let innermost = layers.count - 1
        let slots = layers[innermost].slots ?? (0..<resolved.column.count).map { Int32($0) }
        layers[innermost].slots = slots.map { slot in
            guard slot >= 0 else { return slot }
            let selection = members.flatMap { field.abstract?.selectionOfMember[$0[Int(slot)]] } ?? 0
            guard let error = errors[selection] else { return slot }
            failures.append(FieldError(error))
            return ResolvedLayer.slot(ofFailure: failures.count - 1)
        }
        return AnyResolved(layers: layers, column: resolved.column, failures: failures)
    }
}

extension PlannedAbstract {
    /// Parts values of an abstract type by their object types: where each went, and the values of each selection.
    fileprivate func part(_ column: any AnyColumn, selections: Int) -> ([AbstractPlace], [(any AnyColumn)?]) {
        var indices = [[Int32]](repeating: [], count: selections)
        var members = [Int](repeating: 0, count: selections)
        let places = binding.place(column).enumerated().map { index, member -> AbstractPlace in
            guard let selection = selectionOfMember[member] else {
                preconditionFailure("A value of type \(binding.members[member]) does not belong to its field's type.")
            }
            members[selection] = member
            indices[selection].append(Int32(index))
            return AbstractPlace(selection: selection, index: indices[selection].count - 1)
        }
        let columns = indices.enumerated().map { selection, indices in
            indices.isEmpty ? nil : binding.narrow(column, members[selection], indices)
        }
        return (places, columns)
    }
}
