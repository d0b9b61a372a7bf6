/// One value that places a row in a list.
struct SortKey: Hashable, Sendable {
    let expression: String
    let type: ValueType

    init(_ expression: String, _ type: ValueType) {
        self.expression = expression
        self.type = type
    }

    /// The SQL that gives the value's text in a cursor.
    var text: String {
        switch type {
        case .integer, .bigint, .real, .text: expression
        case .day: "\(expression) - date '2000-01-01'"
        case .instant: "(extract(epoch from \(expression)) * 1000000)::bigint"
        }
    }

    /// The SQL that reads the value back from such a text.
    func value(of parameter: String) -> String {
        switch type {
        case .integer: "\(parameter)::integer"
        case .bigint: "\(parameter)::bigint"
        case .real: "\(parameter)::real"
        case .text: "\(parameter)::text"
        case .day: "date '2000-01-01' + \(parameter)::integer"
        case .instant: "timestamptz 'epoch' + \(parameter)::bigint * interval '1 microsecond'"
        }
    }

    /// What kind of value it is. Points in time stand in cursors as numbers, whose bounds are easily told.
    enum ValueType: Hashable, Sendable {
        case integer
        case bigint
        case real
        case text
        /// A `date`, in days from 2000-01-01.
        case day
        /// A `timestamptz`, in microseconds from 1970-01-01.
        case instant

        /// Whether PostgreSQL can read the text: one that it could not is in no cursor of ours.
        func accepts(_ text: Substring) -> Bool {
            switch self {
            case .integer: Int32(text) != nil
            case .bigint: Int64(text) != nil
            case .real: Double(text).map(Self.isReal) ?? false
            case .text: !text.utf8.contains(0)
            case .day: Int32(text).map(Self.days.contains) ?? false
            case .instant: Int64(text).map(Self.microseconds.contains) ?? false
            }
        }

        /// Whether a number is neither too large nor too small for a `real`.
        private static func isReal(_ number: Double) -> Bool {
            number == 0 || Double(Float.leastNonzeroMagnitude)...Double(Float.greatestFiniteMagnitude) ~= abs(number)
        }

        /// All that a `date` can hold.
        private static let days: ClosedRange<Int32> = -2_451_507...2_145_031_948
        /// As far as PostgreSQL multiplies intervals without rounding: the years before 1684 and behind 2255 are left out.
        private static let microseconds: ClosedRange<Int64> = -9_000_000_000_000_000...9_000_000_000_000_000
    }
}
