/// Everything wrong with a schema's SDL, in order of the text.
public struct SchemaErrors: Error, Hashable, Sendable {
    public let errors: [GraphQLError]

    public init(_ errors: [GraphQLError]) {
        self.errors = errors
    }

    /// Throws the errors if there are any.
    static func throwAny(_ errors: [GraphQLError]) throws(SchemaErrors) {
        guard errors.isEmpty else { throw SchemaErrors(errors) }
    }

    /// What a closure returns, its single error turned into a list.
    static func catching<Value>(
        _ body: () throws(GraphQLError) -> Value
    ) throws(SchemaErrors) -> Value {
        do throws(GraphQLError) {
            return try body()
        } catch {
            throw SchemaErrors([error])
        }
    }
}

extension SchemaErrors: CustomStringConvertible {
    /// One paragraph an error, its places as `name:line:column` numbers.
    public var description: String {
        errors.map { error in
            let places = error.locations.map { " (\($0.line):\($0.column))" }.joined()
            return error.message + places
        }.joined(separator: "\n\n")
    }
}
