import GraphQL

/// The questions this driver can answer. A group of them is an extension in a file of its own.
enum Operations {
    /// The answer to a request, its number included.
    static func answer(_ request: JSONValue) async -> JSONValue {
        let members =
            switch request["op"]?.string {
            case "tokens": tokens(request)
            case "parse": parse(request)
            case "print": print(request)
            case "validate": validate(request)
            case "buildSchema": buildSchema(request)
            case "validateSDL": validateSDL(request)
            case "coerce": coerce(request)
            case "literal": literal(request)
            case "literalUntyped": literalUntyped(request)
            case "coordinate": coordinate(request)
            case "execute": await execute(request)
            case "introspect": await introspect(request)
            default: unsupported
            }
        return .object([JSONMember("n", request["n"] ?? .null)] + members)
    }

    /// The answer to what is not known here.
    static let unsupported = [JSONMember("unsupported", .boolean(true))]
}

extension JSONValue {
    static func number(_ value: Int) -> JSONValue { .number(String(value)) }
}

extension GraphQLError {
    /// Message and locations, and the path if there is one.
    var asJSON: JSONValue {
        let locations = locations.map { location in
            JSONValue.object([
                JSONMember("line", .number(location.line)), JSONMember("column", .number(location.column)),
            ])
        }
        var members = [JSONMember("message", .string(message)), JSONMember("locations", .array(locations))]
        if let path {
            members.append(JSONMember("path", .array(path.map(\.asJSON))))
        }
        return .object(members)
    }
}
