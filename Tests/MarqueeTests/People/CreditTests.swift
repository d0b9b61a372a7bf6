import Testing

@Suite struct CreditTests {
    @Test func `a credit names person, title, episode and part`() async throws {
        let document = """
            { nodes(ids: ["C_9002", "C_9004"]) { ... on Credit { department job character billing episodeCount person { slug }
                title { __typename slug } episode { id } } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"nodes":[{"department":"ACTING","job":null,"#
                + #""character":"A \\ \"role\"","billing":0,"episodeCount":null,"person":{"slug":"guest"},"#
                + #""title":{"__typename":"Movie","slug":"escapes"},"episode":null},"#
                + #"{"department":"DIRECTING","job":"Director","character":null,"billing":1,"episodeCount":null,"#
                + #""person":{"slug":"guest"},"title":{"__typename":"Show","slug":"little-show"},"#
                + #""episode":{"id":"E_9002"}}]}}"#)
    }

    @Test(arguments: [
        ("id name", #"{"id":"P_9001","name":"Guest"}"#), ("name", #"{"name":"Guest"}"#), ("id", #"{"id":"P_9001"}"#),
        ("__typename", #"{"__typename":"Person"}"#), ("name slug", #"{"name":"Guest","slug":"guest"}"#),
    ])
    func `a credit's person is the same, whatever is asked of it`(fields: String, person: String) async throws {
        let document = "{ nodes(ids: [\"C_9002\"]) { ... on Credit { job person { \(fields) } character } } }"
        #expect(
            try await answer(document)
                == #"{"data":{"nodes":[{"job":null,"person":\#(person),"character":"A \\ \"role\""}]}}"#)
    }

    @Test(arguments: ["name", "id", "id name", "name slug"])
    func `who directed is the same and in the same order, whatever is asked of them`(fields: String) async throws {
        let id = try Catalogue.movie("the-godfather")
        let text = try await answer("{ movie(id: \"\(id)\") { directors { \(fields) } writers { \(fields) } } }")
        let whole = try await answer(
            "{ movie(id: \"\(id)\") { directors { \(fields) birthDate } writers { \(fields) birthDate } } }")
        #expect(text == whole.replacing(/,"birthDate":(null|"[^"]*")/, with: ""))
        #expect(text.contains("\"directors\":[{"))
    }

    @Test func `credits are chosen by kind, department and job`() async throws {
        let id = try Catalogue.movie("the-godfather")
        let document = """
            { person(id: "P_9001") { shows: credits(kind: SHOW) { totalCount } camera: credits(departments: [CAMERA]) { nodes { job } }
                both: credits(kind: MOVIE, departments: [CAMERA]) { totalCount nodes { id } } }
              movie(id: "\(id)") { crew { totalCount } directors: crew(job: "Director") { totalCount nodes { person { slug } } }
                none: crew(departments: []) { totalCount } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"person":{"shows":{"totalCount":3},"#
                + #""camera":{"nodes":[{"job":"Gaffer"}]},"both":{"totalCount":0,"nodes":[]}},"#
                + #""movie":{"crew":{"totalCount":3},"directors":{"totalCount":1,"#
                + #""nodes":[{"person":{"slug":"francis-ford-coppola"}}]},"none":{"totalCount":0}}}}"#)
    }

    @Test(arguments: [String(repeating: "x", count: 201), "\\u0000"])
    func `a job that no credit can hold is refused`(job: String) async throws {
        let text = try await answer("{ movie(id: \"M_9003\") { crew(job: \"\(job)\") { totalCount } } }")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"job"}"#), "\(text)")
    }
}
