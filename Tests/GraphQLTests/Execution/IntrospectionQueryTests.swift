import GraphQL
import Testing

/// Introspection as operations ask for it (specification section 4).
@Suite struct IntrospectionQueryTests {
    @Test func `the schema is told wherever the query type stands`() async throws {
        let answer = try await EnginePlainTests.answer(
            #"{ queries { int __type(name: "Tag") { name } __schema { queryType { name } } } }"#,
            ["queries": [["int": 1], nil, ["int": 2]]])
        let told = #""__type":{"name":"Tag"},"__schema":{"queryType":{"name":"Query"}}"#
        #expect(answer == #"{"data":{"queries":[{"int":1,\#(told)},null,{"int":2,\#(told)}]}}"#)
    }

    @Test func `the whole schema is one query away`() async throws {
        let schema = try Schema(sdl: "type Query { a(b: [[Int!]!]! = [[1]]): Int @deprecated } scalar Date")
        let text = await schema.introspect().bytes.text
        let answer = try JSONReader.value(of: Array(text.utf8).span)
        let types = answer["data"]?["__schema"]?["types"]?.array ?? []
        let field = types.first { $0["name"] == .string("Query") }?["fields"]?.array?.first
        #expect(answer["errors"] == nil)
        #expect(field?["deprecationReason"] == .string("No longer supported"))
        #expect(field?["args"]?.array?.first?["defaultValue"] == .string("[[1]]"))
        #expect(
            field?["args"]?.array?.first?["type"]?["ofType"]?["ofType"]?["ofType"]?["ofType"]?["ofType"]?["name"]
                == .string("Int"))
    }
}
