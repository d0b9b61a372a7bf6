import GraphQL

/// The body of an answer that holds errors only (specification section 7.1.1: no `data` before execution).
enum ErrorBody {
    static func bytes(_ errors: [GraphQLError]) -> ResponseBytes {
        var buffer = ResponseBuffer()
        buffer.append("{\"errors\":[")
        for (index, error) in errors.enumerated() {
            if index > 0 { buffer.append(",") }
            write(error, to: &buffer)
        }
        buffer.append("]}")
        return buffer.finish()
    }

    private static func write(_ error: GraphQLError, to buffer: inout ResponseBuffer) {
        buffer.append("{\"message\":")
        buffer.appendString(error.message)
        if !error.locations.isEmpty {
            buffer.append(",\"locations\":[")
            for (index, location) in error.locations.enumerated() {
                buffer.append(index > 0 ? ",{\"line\":" : "{\"line\":")
                buffer.append(Int64(location.line))
                buffer.append(",\"column\":")
                buffer.append(Int64(location.column))
                buffer.append("}")
            }
            buffer.append("]")
        }
        if !error.extensions.isEmpty {
            buffer.append(",\"extensions\":")
            buffer.append(.object(InputObject(error.extensions.map { InputField($0.name, $0.value) })))
        }
        buffer.append("}")
    }
}
