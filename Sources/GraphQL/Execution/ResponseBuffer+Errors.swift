extension ResponseBuffer {
    /// The `errors` member of an answer that has begun, with a comma in front; nothing if there are none.
    mutating func append(errors: [GraphQLError]) {
        guard !errors.isEmpty else { return }
        append(",\"errors\":")
        append(list: errors)
    }

    /// An answer without `data`: the request was refused before it ran.
    mutating func append(refusal errors: [GraphQLError]) {
        append("{\"errors\":")
        append(list: errors)
        append(UInt8(ascii: "}"))
    }

    private mutating func append(list errors: [GraphQLError]) {
        append(UInt8(ascii: "["))
        for (index, error) in errors.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            append(error)
        }
        append(UInt8(ascii: "]"))
    }

    /// A path as a list.
    mutating func append(path: [PathSegment]) {
        append(.list(path.map(\.value)))
    }

    private mutating func append(_ error: GraphQLError) {
        append("{\"message\":")
        appendString(error.message)
        if !error.locations.isEmpty {
            append(",\"locations\":")
            append(
                .list(
                    error.locations.map { location in
                        .object(
                            InputObject([
                                InputField("line", .int(Int64(location.line))),
                                InputField("column", .int(Int64(location.column))),
                            ]))
                    }))
        }
        if let path = error.path {
            append(",\"path\":")
            append(path: path)
        }
        if !error.extensions.isEmpty {
            append(",\"extensions\":")
            append(.object(InputObject(error.extensions.map { InputField($0.name, $0.value) })))
        }
        append(UInt8(ascii: "}"))
    }
}

extension PathSegment {
    fileprivate var value: InputValue {
        switch self {
        case .key(let key): .string(key)
        case .index(let index): .int(Int64(index))
        }
    }
}
