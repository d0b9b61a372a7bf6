import GraphQL
import Testing

/// An engine over plain values, asked as a client would.
@Suite struct EnginePlainTests {
    static let sdl = """
        type Query {
          film: Film films: [Film] strict: [Film!] matrix: [[Int]] matrixNN: [[Int!]] work: Work works: [Work] tag: Tag
          greet(name: String = "you"): String int: Int float: Float string: String boolean: Boolean id: ID
          genre: Genre query: Query queries: [Query]
        }
        type Mutation { add: Int }
        type Subscription { tick: Int }
        enum Genre { DRAMA ACTION }
        scalar Tag
        interface Work { name: String }
        type Film implements Work { name: String year: Int! }
        type Series implements Work { name: String }
        type Person { name: String }
        """

    static func answer(
        _ document: String, _ root: PlainValue, variables: JSONValue = .null, operationName: String? = nil,
        rules: ValidationRules = .specified, keyedBy key: PlainKey = .fieldName
    ) async throws -> String {
        try await Engine(plain: Schema(sdl: sdl), keyedBy: key)
            .execute(
                Source(document), root: root, variables: variables, operationName: operationName, rules: rules
            ).bytes.text
    }

    @Test(
        arguments: [
            (
                "{ film { name born: year } }", ["film": ["name": "Alien", "year": 1979]],
                #"{"film":{"name":"Alien","born":1979}}"#
            ),
            ("{ film { name } }", [:], #"{"film":null}"#),
            (
                "{ films { name } }", ["films": [["name": "Heat"], nil, [:]]],
                #"{"films":[{"name":"Heat"},null,{"name":null}]}"#
            ),
            ("{ matrix }", ["matrix": [[1, nil], nil, []]], #"{"matrix":[[1,null],null,[]]}"#),
            ("{ tag }", ["tag": ["a": [1, 2.5, true, nil]]], #"{"tag":{"a":[1,2.5,true,null]}}"#),
            (
                "{ work { __typename name } }", ["work": ["__typename": "Series", "name": "Dark"]],
                #"{"work":{"__typename":"Series","name":"Dark"}}"#
            ),
            ("{ query { query { int } } }", ["query": ["query": ["int": 1]]], #"{"query":{"query":{"int":1}}}"#),
            ("mutation { add }", ["add": 3], #"{"add":3}"#),
            ("subscription { tick }", ["tick": 1], #"{"tick":1}"#),
        ] as [(String, PlainValue, String)])
    func `fields are read by name, and what is missing is null`(
        document: String, root: PlainValue, data: String
    ) async throws {
        #expect(try await Self.answer(document, root) == #"{"data":\#(data)}"#)
    }

    @Test func `fields may be read by response key`() async throws {
        let root: PlainValue = ["a": ["name": "Alien"], "b": ["name": "Heat"]]
        let answer = try await Self.answer("{ a: film { name } b: film { name } }", root, keyedBy: .responseKey)
        #expect(answer == #"{"data":{"a":{"name":"Alien"},"b":{"name":"Heat"}}}"#)
    }

    @Test func `a failure stands in its own place, in lists of lists as well`() async throws {
        let lost = PlainValue.failure(FieldError("lost", extensions: []))
        let answer = try await Self.answer("{ matrixNN }", ["matrixNN": [[1, lost], [2], lost]])
        #expect(
            answer == #"{"data":{"matrixNN":[null,[2],null]},"errors":["#
                + #"{"message":"lost","locations":[{"line":1,"column":3}],"path":["matrixNN",0,1]},"#
                + #"{"message":"lost","locations":[{"line":1,"column":3}],"path":["matrixNN",2]}]}"#)
    }

    @Test func `a null in a list that refuses it takes the list`() async throws {
        let answer = try await Self.answer(
            "{ strict { year } }", ["strict": [["year": 1], ["name": "no year"], ["year": nil]]])
        #expect(
            answer
                == #"{"data":{"strict":null},"errors":[{"message":"Cannot return null for non-nullable field Film.year.","#
                + #""locations":[{"line":1,"column":12}],"path":["strict",1,"year"],"extensions":{"code":"INTERNAL"}}]}"#
        )
    }

    @Test func `a computed value sees the arguments, and its failure is the field's`() async throws {
        let root: PlainValue = [
            "greet": .computed { arguments in .string("hello " + (arguments.string("name") ?? "")) },
            "matrix": [.computed { _ throws(FieldError) in throw FieldError("no row", extensions: []) }],
        ]
        #expect(try await Self.answer("{ greet }", root) == #"{"data":{"greet":"hello you"}}"#)
        #expect(
            try await Self.answer("{ matrix }", root)
                == #"{"data":{"matrix":[null]},"errors":[{"message":"no row","locations":[{"line":1,"column":3}],"path":["matrix",0]}]}"#
        )
    }

    @Test(
        arguments: [
            (
                [:],
                "Abstract type \"Work\" must resolve to an Object type at runtime for field \"Query.works\". Either the "
                    + "\"Work\" type should provide a \"resolveType\" function or each possible type should provide an "
                    + "\"isTypeOf\" function."
            ),
            (
                ["__typename": "Nothing"],
                "Abstract type \"Work\" was resolved to a type \"Nothing\" that does not exist inside the schema."
            ),
            (
                ["__typename": 3],
                "Abstract type \"Work\" must resolve to an Object type at runtime for field \"Query.works\" with value "
                    + "{ __typename: 3 }, received \"3\"."
            ),
            (["__typename": "Genre"], "Abstract type \"Work\" was resolved to a non-object type \"Genre\"."),
            (["__typename": "Person"], "Runtime Object type \"Person\" is not a possible type for \"Work\"."),
        ] as [(PlainValue, String)])
    func `an object of no fitting type is an error in its own place`(work: PlainValue, message: String) async throws {
        let answer = try await Self.answer(
            "{ works { name } }", ["works": [["__typename": "Film", "name": "Heat"], work]])
        let escaped = message.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        #expect(
            answer == #"{"data":{"works":[{"name":"Heat"},null]},"errors":[{"message":"\#(escaped)","#
                + #""locations":[{"line":1,"column":3}],"path":["works",1]}]}"#)
    }

    @Test func `one value where a list should be is an error`() async throws {
        let answer = try await Self.answer("{ matrix }", ["matrix": [1]])
        #expect(
            answer.contains(
                #"Expected Iterable, but did not find one for field \"Query.matrix\".","locations":[{"line":1,"column":3}],"path":["matrix",0]"#
            ))
    }
}
