import Testing

@Suite struct PeopleTests {
    private func walk(_ arguments: String) async throws -> PageWalk {
        try await CatalogueTestBed.run {
            try await $0.walk("people(\(arguments) WINDOW) { PAGE }", ["people"], size: 7)
        }
    }

    @Test(arguments: [
        ("department: DIRECTING,", "p.department = 'directing'"), ("text: \"JOHN\",", "p.name ~* '\\mjohn\\M'"),
        ("text: \"john\", department: ACTING,", "p.name ~* '\\mjohn\\M' and p.department = 'acting'"),
        ("text: \"akira kurosawa\",", "p.slug = 'akira-kurosawa'"), ("text: \"黒澤明\",", "p.slug = 'akira-kurosawa'"),
        ("text: \"no such name\",", "false"), ("text: \"!!! %_'\",", "false"),
    ])
    func `persons are narrowed by words of their names and by department`(arguments: String, sql: String) async throws {
        let expected = try Catalogue.texts(
            """
            select 'P_' || p.id from people p join person_stats s on s.person_id = p.id where \(sql)
             order by s.popularity desc, p.id desc
            """)
        let walk = try await walk(arguments)
        #expect(walk.ids == expected)
        #expect(walk.totalCount == expected.count)
        #expect(expected.isEmpty == (sql == "false"))
    }

    @Test(arguments: ["", "   "])
    func `a text without words narrows nothing`(text: String) async throws {
        let count = try Catalogue.texts("select count(*) from people")[0]
        #expect(
            try await answer("{ people(text: \"\(text)\") { totalCount } }")
                == #"{"data":{"people":{"totalCount":\#(count)}}}"#)
    }

    @Test(arguments: [String(repeating: "x", count: 101), "a\\u0000"])
    func `a text that names cannot hold is refused`(text: String) async throws {
        let answer = try await answer("{ people(text: \"\(text)\") { totalCount } }")
        #expect(answer.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"text"}"#), "\(answer)")
    }
}
