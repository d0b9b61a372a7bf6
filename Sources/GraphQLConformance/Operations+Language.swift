import GraphQL

/// Lexer, parser and printer.
extension Operations {
    /// The tokens of a source, their places counted in UTF-16 units as JavaScript does.
    static func tokens(_ request: JSONValue) -> [JSONMember] {
        let source = source(request)
        do throws(GraphQLError) {
            let tokens = try GraphQL.tokens(of: source).map { token in
                let location = source.location(at: token.range.lowerBound)
                let start = source.text(0..<token.range.lowerBound).utf16.count
                let length = source.text(token.range).utf16.count
                let places = [
                    ("start", start), ("end", start + length), ("line", location.line), ("column", location.column),
                ]
                return JSONValue.object(
                    [JSONMember("kind", .string(token.kind))]
                        + places.map { JSONMember($0.0, .number($0.1)) }
                        + (token.value.map { [JSONMember("value", .string($0))] } ?? []))
            }
            return [JSONMember("ok", .boolean(true)), JSONMember("tokens", .array(tokens))]
        } catch {
            return failure(error)
        }
    }

    static func parse(_ request: JSONValue) -> [JSONMember] {
        do throws(GraphQLError) {
            return try document(request) == nil
                ? unsupported : [JSONMember("ok", .boolean(true))]
        } catch {
            return failure(error)
        }
    }

    static func print(_ request: JSONValue) -> [JSONMember] {
        do throws(GraphQLError) {
            guard let document = try document(request) else { return unsupported }
            let printed = JSONMember("printed", .string(document.printed))
            guard document.root.kind == .document else { return [printed] }
            return [printed, JSONMember("minified", .string(try stripIgnoredCharacters(document.source)))]
        } catch {
            return failure(error)
        }
    }

    private static func source(_ request: JSONValue) -> Source {
        Source(request["source"]?.string ?? "")
    }

    /// The request's source read by the function it names; nil if there is no such function.
    private static func document(_ request: JSONValue) throws(GraphQLError) -> Document? {
        let maxTokens = request["options"]?["maxTokens"]?.int64.map(Int.init)
        let source = source(request)
        return switch request["fn"]?.string {
        case "parse": try GraphQL.parse(source, maxTokens: maxTokens)
        case "parseValue": try parseValue(source, maxTokens: maxTokens)
        case "parseConstValue": try parseConstValue(source, maxTokens: maxTokens)
        case "parseType": try parseType(source, maxTokens: maxTokens)
        case "parseSchemaCoordinate": try parseSchemaCoordinate(source)
        default: nil
        }
    }

    private static func failure(_ error: GraphQLError) -> [JSONMember] {
        [JSONMember("ok", .boolean(false)), JSONMember("error", error.asJSON)]
    }
}
