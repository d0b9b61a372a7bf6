import GraphQLHTTP
import Testing

@Suite struct ResponseMediaTypeTests {
    @Test(
        arguments: [
            (nil, .json), ("", .json), ("*/*", .json), ("application/*", .json), ("application/json", .json),
            ("application/graphql-response+json", .graphQLResponse),
            ("APPLICATION/GraphQL-Response+JSON; charset=UTF-8", .graphQLResponse),
            ("application/json; charset=\"utf-8\"", .json),
            ("application/graphql-response+json, application/json", .graphQLResponse),
            ("application/json, application/graphql-response+json", .graphQLResponse),
            ("application/json, application/graphql-response+json;q=0.9", .json),
            ("application/graphql-response+json, application/json;q=0.9", .graphQLResponse),
            ("application/graphql-response+json, */*", .graphQLResponse),
            ("application/json, */*", .json), ("text/html, */*;q=0.1", .json),
            ("application/*;q=0.2, */*;q=0.9", .json),
            ("application/json;q=0, */*", .graphQLResponse), ("*/*;q=0.5, application/json;q=0.1", .graphQLResponse),
            ("application/json ;\tq=0.5,application/graphql-response+json;q=0.4", .json),
        ] as [(String?, ResponseMediaType)])
    func `the type a client prefers is chosen`(accept: String?, expected: ResponseMediaType) {
        #expect(ResponseMediaType.chosen(by: accept) == expected)
    }

    @Test(arguments: [
        "text/html", "application/xml", "*/*;q=0", "application/json;q=0", "application/json;q=nan",
        "application/json;q=-1", "application/json; charset=latin1", ",", ";",
    ])
    func `none is chosen when the client takes neither`(accept: String) {
        #expect(ResponseMediaType.chosen(by: accept) == nil)
    }
}
