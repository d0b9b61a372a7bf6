import GraphQL

/// Schemas and the coercion of values.
extension Operations {
    /// The schema of a definition and its extensions: printed, and with what its checks find.
    static func buildSchema(_ request: JSONValue) -> [JSONMember] {
        let options = request["options"]
        let isValid = options?["assumeValid"]?.boolean == true
        do throws(SchemaErrors) {
            let schema = try schema(
                request["sources"], checksSDL: !isValid && options?["assumeValidSDL"]?.boolean != true)
            return [
                JSONMember("ok", .boolean(true)), JSONMember("printed", .string(schema.printed)),
                JSONMember("schemaErrors", errors(isValid ? [] : schema.check())),
            ]
        } catch {
            return [
                JSONMember("ok", .boolean(false)),
                JSONMember("messages", .array(error.errors.map { .string($0.message) })),
            ]
        }
    }

    static func validateSDL(_ request: JSONValue) -> [JSONMember] {
        answering { () throws(SchemaErrors) in
            let base = request["extends"]?.array == nil ? nil : try schema(request["extends"], checksSDL: false)
            let rules = request["rules"]?.array?.compactMap(\.string)
            let found = Schema.validateSDL(try parsed(request["sdl"]), extending: base, rules: rules)
            return [JSONMember("errors", errors(found))]
        }
    }

    /// A value that came as JSON, coerced to a type.
    static func coerce(_ request: JSONValue) -> [JSONMember] {
        answering { () throws(SchemaErrors) in
            let (schema, type) = try typed(request)
            guard let type else { return [JSONMember("ok", .boolean(false))] }
            var found: [InputError] = []
            let value = schema.coerce(value: request["value"] ?? .null, as: type, errors: &found)
            guard !found.isEmpty else { return [JSONMember("ok", .boolean(true)), JSONMember("value", value.asJSON)] }
            let errors = found.map { error in
                JSONValue.object([
                    JSONMember("path", .array(error.path.map(\.asJSON))), JSONMember("message", .string(error.message)),
                ])
            }
            return [JSONMember("ok", .boolean(false)), JSONMember("errors", .array(errors))]
        }
    }

    /// A literal, coerced to a type.
    static func literal(_ request: JSONValue) -> [JSONMember] {
        answering { () throws(SchemaErrors) in
            let (schema, type) = try typed(request)
            let literal = try parsed(request["literal"], by: { source throws(GraphQLError) in try parseValue(source) })
            let value = type.flatMap { schema.coerce(literal: literal.root, as: $0, variables: variables(request)) }
            return validity(of: value)
        }
    }

    static func literalUntyped(_ request: JSONValue) -> [JSONMember] {
        answering { () throws(SchemaErrors) in
            let literal = try parsed(request["literal"], by: { source throws(GraphQLError) in try parseValue(source) })
            return validity(of: InputValue(untyped: literal.root, variables: variables(request)))
        }
    }

    static func coordinate(_ request: JSONValue) -> [JSONMember] {
        answering { () throws(SchemaErrors) in
            let schema = try schema(request["schema"], checksSDL: true)
            do throws(GraphQLError) {
                let element = try schema.resolve(coordinate: request["coordinate"]?.string ?? "")
                let kind = element.map { JSONValue.object([JSONMember("kind", .string($0.kind))]) }
                return [JSONMember("resolved", kind ?? .null)]
            } catch {
                return [JSONMember("error", .string(error.message))]
            }
        }
    }

    /// A schema of SDL texts, each extending those before it.
    static func schema(_ sources: JSONValue?, checksSDL: Bool) throws(SchemaErrors) -> Schema {
        var schema: Schema?
        for source in sources?.array ?? [] {
            let document = try parsed(source)
            if checksSDL {
                let errors = Schema.validateSDL(document, extending: schema)
                guard errors.isEmpty else { throw SchemaErrors(errors) }
            }
            do throws(GraphQLError) {
                schema = try Schema.build(document, extending: schema)
            } catch {
                throw SchemaErrors([error])
            }
        }
        guard let schema else { throw SchemaErrors([GraphQLError("No schema was given.")]) }
        return schema
    }

    private static func parsed(
        _ text: JSONValue?,
        by parser: (Source) throws(GraphQLError) -> Document = { source throws(GraphQLError) in
            try GraphQL.parse(source)
        }
    ) throws(SchemaErrors) -> Document {
        do throws(GraphQLError) {
            return try parser(Source(text?.string ?? ""))
        } catch {
            throw SchemaErrors([error])
        }
    }

    /// The request's schema, unchecked, and the type it names in it; nil if the schema has no such type.
    private static func typed(_ request: JSONValue) throws(SchemaErrors) -> (Schema, TypeReference?) {
        let schema = try schema(.array([request["schema"] ?? .null]), checksSDL: false)
        let type = try parsed(request["type"], by: { source throws(GraphQLError) in try parseType(source) })
        return (schema, schema.reference(type.root))
    }

    private static func variables(_ request: JSONValue) -> [String: InputValue] {
        let members = request["variables"]?.object ?? []
        return Dictionary(members.map { ($0.name, InputValue($0.value)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func validity(of value: InputValue?) -> [JSONMember] {
        [JSONMember("valid", .boolean(value != nil))] + (value.map { [JSONMember("value", $0.asJSON)] } ?? [])
    }

    private static func errors(_ errors: [GraphQLError]) -> JSONValue { .array(errors.map(\.asJSON)) }

    /// The answer of a closure, or why the schema it needs cannot be made.
    private static func answering(_ body: () throws(SchemaErrors) -> [JSONMember]) -> [JSONMember] {
        do throws(SchemaErrors) {
            return try body()
        } catch {
            return [JSONMember("failed", .string(error.description))]
        }
    }
}

extension PathSegment {
    var asJSON: JSONValue {
        switch self {
        case .key(let key): .string(key)
        case .index(let index): .number(index)
        }
    }
}

extension InputValue {
    /// The value as JSON; enum values by their names.
    var asJSON: JSONValue {
        switch self {
        case .null: .null
        case .boolean(let flag): .boolean(flag)
        case .int(let number): .number(String(number))
        case .float(let number): .number(String(number))
        case .number(let digits): .number(digits)
        case .string(let text), .enumeration(let text): .string(text)
        case .list(let items): .array(items.map(\.asJSON))
        case .object(let object): .object(object.fields.map { JSONMember($0.name, $0.value.asJSON) })
        }
    }
}
