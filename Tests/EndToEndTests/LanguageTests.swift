import Testing

/// The language of texts as the environment sets it, over the built program.
@Suite(.onOwnThreads) struct LanguageTests {
    @Test func `texts are in the server's language for requests that ask for none`() throws {
        let server = try SampleServer(["MARQUEE_LANGUAGE": "de"])
        let document = "{ movies(first: 1) { nodes { title } } }"
        #expect(try server.answer(document).contains("Der Pate"))
        #expect(try server.answer(document, headers: "Accept-Language: fr\r\n").contains("Le Parrain"))
        server.endInGoodOrder()
    }
}
