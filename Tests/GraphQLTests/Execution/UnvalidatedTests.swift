import GraphQL
import Testing

/// Documents that were not validated are answered, refused, and never the end of the process.
@Suite struct UnvalidatedTests {
    @Test(arguments: [
        ("{ unknown int }", #"{"data":{"int":1}}"#),
        ("{ film }", #"{"data":{"film":{}}}"#),
        ("{ int { deeper } }", #"{"data":{"int":1}}"#),
        ("{ int ...F ...F } fragment F on Query { int ...F }", #"{"data":{"int":1}}"#),
        ("{ ...Missing int }", #"{"data":{"int":1}}"#),
        ("type Query { a: Int } { int }", #"{"data":{"int":1}}"#),
    ])
    func `what validation would refuse is left out`(document: String, answer: String) async throws {
        let root: PlainValue = ["int": 1, "film": ["name": "Heat"]]
        #expect(try await EnginePlainTests.answer(document, root, rules: ValidationRules([])) == answer)
    }

    @Test func `a variable's default that does not fit is null`() async throws {
        let document = "query ($s: String! = 1) { greet(name: $s) __type(name: $s) { name } }"
        let answer = try await EnginePlainTests.answer(
            document, ["greet": .computed { arguments in .boolean(arguments["name"] == nil) }],
            rules: ValidationRules([]))
        let message = #"Argument \"name\" of non-null type \"String!\" must not be null."#
        #expect(answer.hasPrefix(#"{"data":{"greet":"true","__type":null},"errors":[{"message":"\#(message)""#))
    }

    @Test func `a fragment without end is refused`() async throws {
        let answer = try await EnginePlainTests.answer(
            "{ ...F } fragment F on Query { query { ...F } }", [:], rules: ValidationRules([]))
        #expect(answer.hasPrefix(#"{"errors":[{"message":"A fragment spreads itself.""#))
    }

    @Test(
        arguments: [
            ("{ int } mutation M { add }", nil, "Must provide operation name if query contains multiple operations."),
            ("query A { int }", "B", "Unknown operation named \\\"B\\\"."),
            ("query A { int }", "", "Unknown operation named \\\"\\\"."),
            ("fragment F on Query { int }", nil, "Must provide an operation."),
        ] as [(String, String?, String)])
    func `the operation has to be told`(document: String, name: String?, message: String) async throws {
        let answer = try await EnginePlainTests.answer(
            document, [:], operationName: name, rules: ValidationRules([]))
        #expect(answer.hasPrefix(#"{"errors":[{"message":"\#(message)""#))
    }
}
