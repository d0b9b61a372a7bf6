/// The fields of one selection, resolved for all values of a level; what the writer walks.
final class ExecutedSelection: Sendable {
    /// How many values the level has.
    let count: Int
    let fields: [ExecutedField]
    /// What is answered later.
    let deferral: ExecutedDeferral?
    /// The leaf fields that are written straight from their parents; nil if there are none.
    let cells: LeafCells?
    /// For each field where its cells begin, one for each value; -1 if it has none.
    let firstCells: [Int]
    /// Whether an object is nothing but its cells.
    let isAllCells: Bool

    /// - Parameter column: the values of the level.
    init(_ selection: PlannedSelection, of column: any AnyColumn, fields: [ExecutedField]) {
        deferral = selection.deferral.map { ExecutedDeferral($0, of: column) }
        self.fields = fields
        let count = column.count
        self.count = count
        var cellCount = 0
        firstCells = fields.map { field in
            guard case .written = field.outcome else { return -1 }
            defer { cellCount += count }
            return cellCount
        }
        isAllCells = deferral == nil && !fields.isEmpty && firstCells.allSatisfy { $0 >= 0 }
        cells = cellCount == 0 ? nil : Self.cells(cellCount, fields, of: column)
    }

    private static func cells(_ count: Int, _ fields: [ExecutedField], of column: any AnyColumn) -> LeafCells {
        var buffer = CellBuffer(count: count)
        for field in fields {
            guard case .written(let write, let arguments) = field.outcome else { continue }
            buffer.beginColumn(prefix: field.field.key, refusesNull: field.field.nonNull[0])
            write(column, arguments, &buffer)
        }
        return buffer.finish()
    }
}

/// One field of a level.
struct ExecutedField: Sendable {
    /// What there is to say where nothing was resolved.
    enum Outcome: Sendable {
        /// Written from the parent.
        case written(FieldBinding.LeafWriter, FieldArguments)
        /// Failed for all parents.
        case failed(FieldError)
    }

    let field: PlannedField
    /// Nil for what was resolved.
    let outcome: Outcome?
    /// Apart from the outcome, so that the writer goes on to it without a copy of either.
    let resolved: ResolvedField?

    init(_ field: PlannedField, _ outcome: Outcome) {
        (self.field, self.outcome, resolved) = (field, outcome, nil)
    }

    init(_ field: PlannedField, _ resolved: ResolvedField) {
        (self.field, outcome, self.resolved) = (field, nil, resolved)
    }
}

/// A field's values for all parents, and what was found below them.
final class ResolvedField: Sendable {
    enum Child: Sendable {
        case leaf(LeafCells)
        case object(ExecutedSelection)
        case abstract(ExecutedAbstract)
    }

    let layers: [ResolvedLayer]
    /// How many values there are.
    let count: Int
    let failures: [FieldError]
    let child: Child
    /// Of a streamed field: the items behind the first.
    let rest: DeferredWork?

    init(_ first: ResolvedField, rest: DeferredWork?) {
        layers = first.layers
        count = first.count
        failures = first.failures
        child = first.child
        self.rest = rest
    }

    init(_ resolved: AnyResolved, child: Child) {
        rest = nil
        layers = resolved.layers
        count = resolved.column.count
        failures = resolved.failures
        self.child = child
    }

    /// For scalars and enums, which are written now.
    convenience init(_ resolved: AnyResolved, of field: PlannedField, _ write: FieldBinding.LeafWriter) {
        var buffer = CellBuffer(count: resolved.column.count)
        buffer.beginColumn(prefix: [], refusesNull: field.nonNull.last ?? false)
        write(resolved.column, FieldArguments(), &buffer)
        self.init(resolved, child: .leaf(buffer.finish()))
    }
}

/// The values of an abstract type, each in the selection of its object type.
final class ExecutedAbstract: Sendable {
    let places: [AbstractPlace]
    /// Nil where no value has the type.
    let selections: [ExecutedSelection?]

    init(_ places: [AbstractPlace], _ selections: [ExecutedSelection?]) {
        self.places = places
        self.selections = selections
    }
}

/// Where a value of an abstract type went: which member's selection, and which of its values.
struct AbstractPlace: Sendable {
    let selection: Int
    let index: Int
}
