import Testing

@Suite struct KeywordTests {
    @Test(arguments: [0, 101])
    func `how many keywords may be asked for is bounded`(first: Int) async throws {
        let text = try await answer(#"{ movie(id: "M_9003") { keywords(first: \#(first)) { name } } }"#)
        #expect(text.contains(#""path":["movie","keywords"]"#), "\(text)")
        #expect(text.contains(#""code":"BAD_USER_INPUT""#), "\(text)")
    }
}
