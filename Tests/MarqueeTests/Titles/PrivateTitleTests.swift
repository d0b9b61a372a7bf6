import Testing

/// A title with an owner is the owner's alone: whoever is not signed in finds it nowhere.
@Suite struct PrivateTitleTests {
    @Test(arguments: [
        (#"{ movie(id: "M_9001") { title } show(id: "S_9002") { title } }"#, #"{"data":{"movie":null,"show":null}}"#),
        (
            #"{ node(id: "M_9001") { id } nodes(ids: ["M_9001", "C_9001"]) { id } }"#,
            #"{"data":{"node":null,"nodes":[null,null]}}"#
        ),
        (
            #"{ person(id: "P_9001") { credits(kind: MOVIE) { totalCount nodes { id title { slug } } } } }"#,
            #"{"data":{"person":{"credits":{"totalCount":1,"nodes":[{"id":"C_9002","title":{"slug":"escapes"}}]}}}}"#
        ),
        (
            #"{ person(id: "P_9001") { knownFor { slug } } }"#,
            #"{"data":{"person":{"knownFor":[{"slug":"escapes"}]}}}"#
        ),
    ])
    func `it is answered to nobody else`(document: String, expected: String) async throws {
        #expect(try await answer(document) == expected)
    }

    @Test func `it is in no list and in no count`() async throws {
        let movies = try await CatalogueTestBed.run { bed in
            try await bed.walk("movies(WINDOW) { PAGE }", ["movies"], size: 100)
        }
        #expect(!movies.ids.contains("M_9001"))
        #expect(movies.totalCount == movies.ids.count)
    }
}
