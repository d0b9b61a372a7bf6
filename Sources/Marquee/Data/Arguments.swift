import GraphQL
import PostgreSQL

extension FieldArguments {
    /// A number within bounds; the default if it is absent or null.
    func bounded(_ name: String, _ bounds: ClosedRange<Int64>, default value: Int64) throws(FieldError) -> Int64 {
        let number = int(name) ?? value
        guard bounds.contains(number) else {
            throw FieldError(
                badArgument: name, "expected \(bounds.lowerBound) to \(bounds.upperBound), got \(number)")
        }
        return number
    }

    /// Enum values as PostgreSQL spells them, as `text[]`; null if the argument is absent.
    func enumNames(_ name: String) -> Parameter {
        list(name).map { .texts($0.compactMap { $0.string?.lowercased() }) } ?? .null
    }
}
