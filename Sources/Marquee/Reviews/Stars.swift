import GraphQL

/// Stars as tables keep them: half stars from 1 to 10.
struct Stars: Hashable, LeafValue {
    let halves: Int64

    init(halves: Int64) { self.halves = halves }

    /// Of a value that the scalar `Stars` let pass; nil if it is absent or null.
    init?(_ arguments: FieldArguments, _ name: String) {
        switch arguments[name] {
        case .float(let number): halves = Int64((number * 2).rounded())
        case .int(let number): halves = number * 2
        default: return nil
        }
    }

    /// The mean of a number of votes in stars; nil if there are none.
    static func mean(halves sum: Int64, of count: Int64) -> Double? {
        count == 0 ? nil : Double(sum) / Double(count) / 2
    }

    func write(to buffer: inout ResponseBuffer) throws(FieldError) { try (Double(halves) / 2).write(to: &buffer) }
}

extension ObjectBinder where Context == RequestContext {
    /// Binds a field to a column that holds half stars, or null.
    mutating func stars<Column>(_ name: String, _ column: Column) where Parent == Record<Column> {
        value(name, needs: column.bit) { $0.optionalInt(column).map(Stars.init(halves:)) }
    }
}
