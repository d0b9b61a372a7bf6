import GraphQL
import Testing

@Suite struct SuggestionsTests {
    @Test(arguments: [
        ("titel", ["title", "tile", "runtime"], ["title", "tile"]),
        ("TITLE", ["title"], ["title"]),
        ("id", ["year"], []),
        ("seasn", ["seasonal12", "season2", "season"], ["season", "season2"]),
        ("season3", ["season12", "season2", "season1"], ["season1", "season2", "season12"]),
    ])
    func `close names come first, equally close ones in natural order`(
        input: String, options: [String], expected: [String]
    ) {
        #expect(Suggestions.list(for: input, among: options) == expected)
    }

    @Test(arguments: [
        ([], ""),
        (["a"], " Did you mean \"a\"?"),
        (["a", "b"], " Did you mean \"a\" or \"b\"?"),
        (["a", "b", "c"], " Did you mean \"a\", \"b\", or \"c\"?"),
        (["a", "b", "c", "d", "e", "f"], " Did you mean \"a\", \"b\", \"c\", \"d\", or \"e\"?"),
    ])
    func `at most five names are proposed`(options: [String], sentence: String) {
        #expect(Suggestions.didYouMean(options) == sentence)
    }

    @Test func `what the names are can be said`() {
        #expect(Suggestions.didYouMean(["MOVIE"], "the enum value") == " Did you mean the enum value \"MOVIE\"?")
    }
}
