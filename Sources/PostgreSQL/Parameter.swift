/// A value for `$1`, `$2`, … of a statement, sent in text format; PostgreSQL infers its type from the statement.
package enum Parameter: Hashable, Sendable {
    case null
    case int(Int64)
    case bool(Bool)
    case double(Double)
    case text(String)
    /// `bytea`.
    case bytes([UInt8])
    /// `bigint[]`; fits `integer[]` too when the values do.
    case bigints([Int64])
    case optionalBigints([Int64?])
    case doubles([Double])
    case bools([Bool])
    /// `text[]`, and with it arrays of every type that is written as text: dates, enums, domains.
    case texts([String])
    case optionalTexts([String?])
}

extension Parameter {
    /// A value that may be absent.
    package static func int(_ value: Int64?) -> Parameter { value.map { .int($0) } ?? .null }
    package static func int(_ value: Int) -> Parameter { .int(Int64(value)) }
    package static func text(_ value: String?) -> Parameter { value.map { .text($0) } ?? .null }
    package static func double(_ value: Double?) -> Parameter { value.map { .double($0) } ?? .null }
    package static func bool(_ value: Bool?) -> Parameter { value.map { .bool($0) } ?? .null }
}
