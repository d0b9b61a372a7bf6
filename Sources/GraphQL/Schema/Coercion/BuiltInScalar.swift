/// The scalars every service knows (specification section 3.5).
public enum BuiltInScalar: String, Sendable, CaseIterable {
    case int = "Int"
    case float = "Float"
    case string = "String"
    case boolean = "Boolean"
    case id = "ID"

    /// Reads a literal of a document. Throws what was found instead.
    func coerce(literal: Syntax) throws(GraphQLError) -> InputValue {
        switch (self, literal.kind) {
        case (.int, .intValue): return try int(literal.text)
        case (.float, .intValue), (.float, .floatValue):
            guard let value = Double(literal.text), value.isFinite else { break }
            return .float(value)
        case (.string, .stringValue), (.id, .stringValue): return .string(literal.stringValue)
        case (.id, .intValue): return .string(literal.text)
        case (.boolean, .booleanValue): return .boolean(literal.text == "true")
        default: break
        }
        throw GraphQLError(literalComplaint + literal.inspected)
    }

    /// Reads a value that came as a variable. Throws what was found instead.
    func coerce(value: JSONValue) throws(GraphQLError) -> InputValue {
        switch (self, value) {
        case (.string, .string(let text)), (.id, .string(let text)): return .string(text)
        case (.boolean, .boolean(let flag)): return .boolean(flag)
        case (.int, .number) where value.isWhole:
            guard let number = value.int64 ?? value.double.flatMap({ Int64(exactly: $0) }) else {
                throw outOfRange(value.inspected)
            }
            return try int(number)
        case (.float, .number):
            guard let number = value.double else { break }
            return .float(number)
        case (.id, .number) where value.isWhole: return .string(value.inspected)
        default: break
        }
        throw GraphQLError(valueComplaint + value.inspected)
    }

    private func int(_ text: String) throws(GraphQLError) -> InputValue {
        guard let number = Int64(text) else { throw outOfRange(text) }
        return try int(number)
    }

    private func int(_ number: Int64) throws(GraphQLError) -> InputValue {
        guard Int32(exactly: number) != nil else { throw outOfRange(String(number)) }
        return .int(number)
    }

    private func outOfRange(_ text: String) -> GraphQLError {
        GraphQLError("Int cannot represent non 32-bit signed integer value: \(text)")
    }

    private var literalComplaint: String {
        self == .id ? "ID cannot represent a non-string and non-integer value: " : valueComplaint
    }

    private var valueComplaint: String {
        switch self {
        case .int: "Int cannot represent non-integer value: "
        case .float: "Float cannot represent non numeric value: "
        case .string: "String cannot represent a non string value: "
        case .boolean: "Boolean cannot represent a non boolean value: "
        case .id: "ID cannot represent value: "
        }
    }
}
