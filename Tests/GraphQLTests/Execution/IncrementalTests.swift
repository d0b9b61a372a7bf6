import GraphQL
import Testing

/// A catalogue whose answers may come in parts.
enum Parts {
    static let sdl = """
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
        type Query { works: [Work] film: Film films: [Film!] tags: [String] matrix: [[Int]] }
        type Mutation { rename: Film }
        interface Work { title: String }
        type Series implements Work { title: String seasons: Int }
        type Film implements Work { title: String year: Int strict: Int! cast: [Person!] director: Person }
        type Person { name: String must: String! friend: Person }
        """

    static let root: PlainValue = [
        "film": film("Alien", 1979), "rename": film("Alien", 1979),
        "films": [film("Alien", 1979), film("Heat", 1995), film("Ran", 1985)],
        "works": [
            ["__typename": "Series", "title": "Dark", "seasons": 3],
            ["__typename": "Film", "title": "Heat", "year": 1995],
            ["__typename": "Series", "title": "Lost", "seasons": 6],
        ],
        "tags": ["a", nil, "c"], "matrix": [[1, 2], nil, [3]],
    ]

    static func film(_ title: String, _ year: Int64) -> PlainValue {
        [
            "title": .string(title), "year": .int(year), "cast": [["name": "Weaver"], ["name": "Hurt"]],
            "director": ["name": "Scott", "friend": ["name": "Mann"]],
        ]
    }

    static func answers(
        _ document: String, variables: JSONValue = .null, maximumParts: Int = 1000
    ) async throws -> [String] {
        var options = EngineOptions<PlainRoot>()
        options.maximumDeferredParts = maximumParts
        let engine = Engine(plain: try Schema(sdl: sdl), options: options)
        return try await engine.executeIncrementally(Source(document), root: root, variables: variables)
            .map(\.bytes.text)
    }
}

@Suite struct IncrementalTests {
    @Test func `a deferred fragment follows the initial answer`() async throws {
        let answers = try await Parts.answers(#"{ film { title ... @defer(label: "late") { year cast { name } } } }"#)
        #expect(
            answers == [
                #"{"data":{"film":{"title":"Alien"}},"pending":[{"id":"0","path":["film"],"label":"late"}],"hasNext":true}"#,
                #"{"incremental":[{"id":"0","data":{"year":1979,"cast":[{"name":"Weaver"},{"name":"Hurt"}]}}],"#
                    + #""completed":[{"id":"0"}],"hasNext":false}"#,
            ])
    }

    @Test func `each object of a list has its own part`() async throws {
        let answers = try await Parts.answers("{ films { title ...F @defer } } fragment F on Film { year }")
        #expect(answers.count == 2)
        #expect(
            answers[0].hasSuffix(
                #""pending":[{"id":"0","path":["films",0]},{"id":"1","path":["films",1]},{"id":"2","path":["films",2]}],"hasNext":true}"#
            ))
        #expect(
            answers[1]
                == #"{"incremental":[{"id":"0","data":{"year":1979}},{"id":"1","data":{"year":1995}},{"id":"2","data":{"year":1985}}],"#
                + #""completed":[{"id":"0"},{"id":"1"},{"id":"2"}],"hasNext":false}"#)
    }

    @Test(arguments: [
        "{ film { title ... @defer(if: false) { year } } }",
        "query ($d: Boolean! = false) { film { title ... @defer(if: $d) { year } } }",
        "{ film { title year ... @defer { year } } }",
        "{ film { title ... @skip(if: true) @defer { cast { name } } year } }",
        "{ film { ... @defer { title } title ... @defer { ... @defer { year } } year } }",
    ])
    func `what is not deferred, or selected outside as well, is answered at once`(document: String) async throws {
        #expect(try await Parts.answers(document) == [#"{"data":{"film":{"title":"Alien","year":1979}}}"#])
    }

    @Test func `values of an interface defer what their types select`() async throws {
        let answers = try await Parts.answers(
            "{ works { title ... on Series @defer { seasons } ... on Film { ... @defer { year } } } }")
        #expect(answers.count == 2)
        for (place, data) in [#"{"seasons":3}"#, #"{"year":1995}"#, #"{"seasons":6}"#].enumerated() {
            #expect(answers[0].contains(#"{"id":"\#(place)","path":["works",\#(place)]}"#))
            #expect(answers[1].contains(#"{"id":"\#(place)","data":\#(data)}"#))
        }
    }

    @Test func `a fragment is deferred where it is spread so, though another fragment has it too`() async throws {
        let answers = try await Parts.answers(
            "{ film { ... @defer { ...F } ...F ...G @defer } } fragment F on Film { title } fragment G on Film { ...F year }"
        )
        #expect(
            answers == [
                #"{"data":{"film":{"title":"Alien"}},"pending":[{"id":"0","path":["film"]}],"hasNext":true}"#,
                #"{"incremental":[{"id":"0","data":{"year":1979}}],"completed":[{"id":"0"}],"hasNext":false}"#,
            ])
    }

    @Test func `a variable decides for each request`() async throws {
        let document = "query ($d: Boolean!) { film { title ... @defer(if: $d) { year } } }"
        for (value, count) in [(true, 2), (false, 1), (true, 2)] {
            let answers = try await Parts.answers(document, variables: .object([JSONMember("d", .boolean(value))]))
            #expect(answers.count == count)
        }
    }

    @Test func `fields below an initial one are sent with their path inside the fragment`() async throws {
        let answers = try await Parts.answers("{ film { title } ... @defer { film { year director { name } } } }")
        #expect(
            answers == [
                #"{"data":{"film":{"title":"Alien"}},"pending":[{"id":"0","path":[]}],"hasNext":true}"#,
                #"{"incremental":[{"id":"0","subPath":["film"],"data":{"year":1979,"director":{"name":"Scott"}}}],"#
                    + #""completed":[{"id":"0"}],"hasNext":false}"#,
            ])
    }

    @Test func `a fragment inside a deferred one begins when that is complete`() async throws {
        let answers = try await Parts.answers(
            #"{ film { title ... @defer(label: "outer") { year ... @defer(label: "inner") { director { name } } } } }"#)
        #expect(
            answers.dropFirst() == [
                #"{"pending":[{"id":"1","path":["film"],"label":"inner"}],"incremental":[{"id":"0","data":{"year":1979}}],"#
                    + #""completed":[{"id":"0"}],"hasNext":true}"#,
                #"{"incremental":[{"id":"1","data":{"director":{"name":"Scott"}}}],"completed":[{"id":"1"}],"hasNext":false}"#,
            ])
    }

    @Test func `what two fragments defer is sent once, and completes both`() async throws {
        let answers = try await Parts.answers(
            #"{ film { title ... @defer(label: "a") { year director { name } } ... @defer(label: "b") { year director { friend { name } } } } }"#
        )
        #expect(answers.count == 2)
        #expect(
            answers[1]
                == #"{"incremental":[{"id":"0","data":{"year":1979,"director":{}}},{"id":"0","subPath":["director"],"data":{"name":"Scott"}},"#
                + #"{"id":"1","subPath":["director"],"data":{"friend":{"name":"Mann"}}}],"completed":[{"id":"0"},{"id":"1"}],"hasNext":false}"#
        )
    }

    @Test func `a null that a deferred part refuses completes it with errors, their paths from the root`()
        async throws
    {
        let answers = try await Parts.answers(
            "{ film { title ... @defer { strict } ... @defer { year cast { must } } } }")
        #expect(answers.count == 2)
        #expect(
            answers[1]
                == #"{"incremental":[{"id":"1","data":{"year":1979,"cast":null},"errors":[{"message":"Cannot return null for non-nullable field Person.must.","#
                + #""locations":[{"line":1,"column":63}],"path":["film","cast",0,"must"],"extensions":{"code":"INTERNAL"}}]}],"#
                + #""completed":[{"id":"0","errors":[{"message":"Cannot return null for non-nullable field Film.strict.","#
                + #""locations":[{"line":1,"column":29}],"path":["film","strict"],"extensions":{"code":"INTERNAL"}}]},{"id":"1"}],"hasNext":false}"#
        )
    }

    @Test func `what a null takes away is not announced`() async throws {
        let answers = try await Parts.answers("{ film { strict director { ... @defer { name } } } }")
        #expect(answers.count == 1)
        #expect(answers[0].hasPrefix(#"{"data":{"film":null},"errors":["#))
    }

    @Test func `a list is streamed behind its first items`() async throws {
        let answers = try await Parts.answers(#"{ films @stream(initialCount: 1, label: "more") { title } }"#)
        #expect(
            answers == [
                #"{"data":{"films":[{"title":"Alien"}]},"pending":[{"id":"0","path":["films"],"label":"more"}],"hasNext":true}"#,
                #"{"incremental":[{"id":"0","items":[{"title":"Heat"},{"title":"Ran"}]}],"completed":[{"id":"0"}],"hasNext":false}"#,
            ])
    }

    @Test(arguments: [
        ("{ tags @stream(initialCount: 1) }", #"{"data":{"tags":["a"]}"#, #""items":[null,"c"]"#),
        ("{ tags @stream(initialCount: 2) }", #"{"data":{"tags":["a",null]}"#, #""items":["c"]"#),
        ("{ matrix @stream }", #"{"data":{"matrix":[]}"#, #""items":[[1,2],null,[3]]"#),
        ("{ matrix @stream(initialCount: 2) }", #"{"data":{"matrix":[[1,2],null]}"#, #""items":[[3]]"#),
    ])
    func `scalars and lists are streamed as well`(document: String, initial: String, items: String) async throws {
        let answers = try await Parts.answers(document)
        #expect(answers.count == 2)
        #expect(answers[0].hasPrefix(initial))
        #expect(answers[1].contains(items))
    }

    @Test func `a list without further items is not streamed`() async throws {
        #expect(try await Parts.answers("{ tags @stream(initialCount: 3) }") == [#"{"data":{"tags":["a",null,"c"]}}"#])
    }

    @Test func `a list of each object is streamed, and deferred parts of its items follow`() async throws {
        let answers = try await Parts.answers(
            "{ films { cast @stream(initialCount: 1) { name ... @defer { friend { name } } } } }")
        #expect(
            answers[0].contains(
                #""pending":[{"id":"0","path":["films",0,"cast",0]},{"id":"1","path":["films",0,"cast"]},"#))
        #expect(answers.dropFirst().joined().contains(#""path":["films",2,"cast",1]"#))
        #expect(answers.dropLast().allSatisfy { $0.hasSuffix(#""hasNext":true}"#) })
        #expect(answers.last?.hasSuffix(#""hasNext":false}"#) == true)
    }

    @Test func `an item that may not be null ends its list, behind those before it`() async throws {
        let cast: PlainValue = [["must": "a"], ["must": "b"], [:], ["must": "c"]]
        let answers = try await Engine(plain: Schema(sdl: Parts.sdl)).executeIncrementally(
            Source("{ film { cast @stream(initialCount: 1) { must } } }"), root: ["film": ["cast": cast]]
        ).map(\.bytes.text)
        #expect(
            answers.last
                == #"{"incremental":[{"id":"0","items":[{"must":"b"}]}],"completed":[{"id":"0","errors":[{"message":"Cannot return null for non-nullable field Person.must.","#
                + #""locations":[{"line":1,"column":42}],"path":["film","cast",2,"must"],"extensions":{"code":"INTERNAL"}}]}],"hasNext":false}"#
        )
    }

    @Test func `a negative initialCount is the field's error`() async throws {
        let answers = try await Parts.answers("{ tags @stream(initialCount: -1) }")
        #expect(answers.count == 1)
        #expect(answers[0].contains("initialCount must be a positive integer"))
    }

    @Test func `mutations defer below their root fields`() async throws {
        let answers = try await Parts.answers("mutation { rename { title ... @defer { year } } }")
        #expect(answers.count == 2)
    }

    @Test func `a query with too many parts is answered whole`() async throws {
        let document = "{ films { title ... @defer { year } } }"
        #expect(try await Parts.answers(document, maximumParts: 3).count == 2)
        #expect(
            try await Parts.answers(document, maximumParts: 2)
                == [
                    #"{"data":{"films":[{"title":"Alien","year":1979},{"title":"Heat","year":1995},{"title":"Ran","year":1985}]}}"#
                ])
    }

    @Test func `parts that would be too many later fail`() async throws {
        let answers = try await Parts.answers(
            "{ film { ... @defer { title cast { name ... @defer { friend { name } } } } } }", maximumParts: 2)
        let rest = answers.dropFirst().joined()
        #expect(rest.contains("TOO_MANY_DEFERRED_PARTS"))
        #expect(answers.last?.hasSuffix(#""hasNext":false}"#) == true)
    }

    @Test func `execute answers whole what could come in parts`() async throws {
        let answer = await Engine(plain: try Schema(sdl: Parts.sdl)).execute(
            Source("{ film { title ... @defer { year } cast @stream { name } } }"), root: Parts.root)
        #expect(
            answer.bytes.text
                == #"{"data":{"film":{"title":"Alien","year":1979,"cast":[{"name":"Weaver"},{"name":"Hurt"}]}}}"#)
    }

    @Test func `a request that is refused says so at once`() async throws {
        let answers = try await Parts.answers("query ($d: Boolean!) { film { ... @defer(if: $d) { year } } }")
        #expect(answers.count == 1)
        #expect(answers[0].hasPrefix(#"{"errors":["#))
    }
}
