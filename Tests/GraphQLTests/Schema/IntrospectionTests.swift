import GraphQL
import Testing

@Suite struct IntrospectionTests {
    let schema: Schema

    init() throws {
        schema = try Schema(
            sdl: """
                "Films." schema { query: Query }
                type Query { "One." movie(id: ID! = "M_1", old: Int @deprecated): Movie! titles: [Title!] @deprecated }
                type Movie implements Node { id: ID! }
                interface Node { id: ID! }
                union Title = Movie
                enum Kind { MOVIE SHOW @deprecated(reason: "gone") }
                input By @oneOf { id: ID slug: String @deprecated }
                scalar Date @specifiedBy(url: "https://dates.example")
                directive @mark(kind: Kind) repeatable on OBJECT | FIELD
                """)
    }

    /// The value at a way of fields, the first item of lists on it; objects are shown as the name they have.
    private func value(_ start: IntrospectionValue, _ way: String..., includeDeprecated: Bool = false) -> String {
        var value = start
        for field in way {
            if case .list(let items) = value { value = items.first ?? .null }
            guard case .object(let object) = value else { return "no object before \(field)" }
            value = schema.introspect(object, field: field, includeDeprecated: includeDeprecated)
        }
        return show(value)
    }

    private func show(_ value: IntrospectionValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let flag): String(flag)
        case .string(let text): "\"\(text)\""
        case .enumeration(let name): name
        case .object(let object): show(schema.introspect(object, field: "name"))
        case .list(let items): "[\(items.map(show).joined(separator: ", "))]"
        }
    }

    private func type(_ name: String) -> IntrospectionValue { schema.introspect(type: name) }

    @Test func `the schema lists its types, directives and roots`() {
        let root = IntrospectionValue.object(.schema)
        #expect(value(root, "description") == "\"Films.\"")
        #expect(value(root, "queryType", "name") == "\"Query\"")
        #expect(value(root, "mutationType") == "null")
        #expect(value(root, "types", "kind") == "OBJECT")
        #expect(
            value(root, "directives") == "[\"mark\", \"include\", \"skip\", \"deprecated\", \"specifiedBy\", \"oneOf\"]"
        )
        #expect(value(root, "directives", "locations") == "[OBJECT, FIELD]")
        #expect(value(root, "directives", "isRepeatable") == "true")
        #expect(value(root, "directives", "args", "type") == "\"Kind\"")
    }

    @Test func `a type shows what its kind has and null for the rest`() {
        #expect(value(type("Query"), "fields") == "[\"movie\"]")
        #expect(value(type("Query"), "fields", includeDeprecated: true) == "[\"movie\", \"titles\"]")
        #expect(value(type("Query"), "interfaces") == "[]")
        #expect(value(type("Query"), "possibleTypes") == "null")
        #expect(value(type("Query"), "isOneOf") == "null")
        #expect(value(type("Node"), "possibleTypes") == "[\"Movie\"]")
        #expect(value(type("Title"), "possibleTypes") == "[\"Movie\"]")
        #expect(value(type("Title"), "fields") == "null")
        #expect(value(type("Kind"), "enumValues") == "[\"MOVIE\"]")
        #expect(value(type("Kind"), "enumValues", includeDeprecated: true) == "[\"MOVIE\", \"SHOW\"]")
        #expect(value(type("By"), "inputFields") == "[\"id\"]")
        #expect(value(type("By"), "isOneOf") == "true")
        #expect(value(type("Date"), "specifiedByURL") == "\"https://dates.example\"")
        #expect(value(type("Date"), "kind") == "SCALAR")
        #expect(value(type("Missing")) == "null")
    }

    @Test func `fields and arguments show their types and defaults`() {
        #expect(value(type("Query"), "fields", "description") == "\"One.\"")
        #expect(value(type("Query"), "fields", "isDeprecated") == "false")
        #expect(value(type("Query"), "fields", "args") == "[\"id\"]")
        #expect(value(type("Query"), "fields", "args", "defaultValue") == "\"\"M_1\"\"")
        #expect(value(type("Query"), "fields", "type", "kind") == "NON_NULL")
        #expect(value(type("Query"), "fields", "type", "ofType") == "\"Movie\"")
        #expect(value(type("Query"), "fields", "type", "ofType", "ofType") == "null")
    }

    @Test func `introspection shows itself`() {
        #expect(value(type("__Type"), "fields", "type", "ofType", "kind") == "ENUM")
        #expect(value(type("__Schema"), "kind") == "OBJECT")
        for object in [IntrospectionObject.schema, .type(.named(TypeID(0)))] {
            let fields = schema.type(object.typeName)?.fields.map(\.name) ?? []
            #expect(fields.contains("description"))
        }
    }
}
