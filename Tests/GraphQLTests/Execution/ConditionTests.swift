import GraphQL
import Testing

/// `@skip` and `@include` (specification sections 3.13.1, 3.13.2 and 6.3.2).
@Suite struct ConditionTests {
    static let failing: PlainValue = [
        "int": .failure(FieldError("no", extensions: [])), "films": [["name": "Heat"], nil, ["name": "Alien"]],
    ]

    @Test(arguments: [
        ("query ($a: Boolean!) { int @include(if: $a) int }", true, [24, 45]),
        ("query ($a: Boolean!) { int @include(if: $a) int }", false, [45]),
        ("query ($a: Boolean!) { ...F @include(if: $a) ...F } fragment F on Query { int }", true, [75]),
    ])
    func `an error names the places that were asked, each once`(
        document: String, included: Bool, columns: [Int]
    ) async throws {
        let answer = try await EnginePlainTests.answer(
            document, Self.failing, variables: .object([JSONMember("a", .boolean(included))]))
        let locations = columns.map { #"{"line":1,"column":\#($0)}"# }.joined(separator: ",")
        #expect(
            answer == #"{"data":{"int":null},"errors":[{"message":"no","locations":[\#(locations)],"path":["int"]}]}"#)
    }

    @Test func `a condition that is null at the root leaves no data`() async throws {
        let answer = try await EnginePlainTests.answer(
            "query ($a: Boolean = true) { int @skip(if: $a) }", Self.failing,
            variables: .object([JSONMember("a", .null)]))
        #expect(
            answer
                == #"{"data":null,"errors":[{"message":"Argument \"if\" of non-null type \"Boolean!\" must not be null.","locations":[{"line":1,"column":44}]}]}"#
        )
    }

    @Test func `a condition that is null below a field is an error of each of its objects`() async throws {
        let answer = try await EnginePlainTests.answer(
            "query ($a: Boolean = true) { films { name @include(if: $a) } }", Self.failing,
            variables: .object([JSONMember("a", .null)]))
        #expect(answer.hasPrefix(#"{"data":{"films":[null,null,null]},"errors":[{"message":"Argument \"if\""#))
        #expect(answer.contains(#""locations":[{"line":1,"column":56}],"path":["films",0]"#))
        #expect(answer.contains(#""path":["films",2]"#))
        #expect(!answer.contains(#""path":["films",1]"#))
    }

    @Test func `a condition that is null for one type of an interface spares the others`() async throws {
        let works: PlainValue = [["__typename": "Film", "year": 1], ["__typename": "Series", "name": "Dark"]]
        let answer = try await EnginePlainTests.answer(
            "query ($a: Boolean = true) { works { __typename ... on Film { year @skip(if: $a) } } }",
            ["works": works], variables: .object([JSONMember("a", .null)]))
        #expect(answer.hasPrefix(#"{"data":{"works":[null,{"__typename":"Series"}]},"errors":["#))
        #expect(answer.contains(#""path":["works",0]"#))
    }

    @Test func `a condition that is null inside what is left out is not asked`() async throws {
        let answer = try await EnginePlainTests.answer(
            "query ($a: Boolean = true, $b: Boolean!) { __typename ... @include(if: $b) { int @skip(if: $a) } }",
            Self.failing, variables: .object([JSONMember("a", .null), JSONMember("b", .boolean(false))]))
        #expect(answer == #"{"data":{"__typename":"Query"}}"#)
    }
}
