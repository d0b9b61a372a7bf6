import GraphQLHTTP
import HTTPServer
import Testing

@Suite struct StatusRulesTests {
    @Test(
        arguments: [
            (.unreadable, 400, 400), (.badParameters, 400, 400), (.syntaxError, 200, 400), (.requestError, 200, 400),
            (.partial, 200, 200), (.complete, 200, 200),
        ] as [(GraphQLOutcome, Int, Int)])
    func `the audits' codes`(outcome: GraphQLOutcome, json: Int, graphQLResponse: Int) {
        #expect(StatusRules.audit.status(of: outcome, as: .json).code == json)
        #expect(StatusRules.audit.status(of: outcome, as: .graphQLResponse).code == graphQLResponse)
    }

    @Test(
        arguments: [
            (.unreadable, 400, 400), (.badParameters, 422, 422), (.syntaxError, 200, 400), (.requestError, 200, 422),
            (.partial, 200, 294), (.complete, 200, 200),
        ] as [(GraphQLOutcome, Int, Int)])
    func `the draft's codes`(outcome: GraphQLOutcome, json: Int, graphQLResponse: Int) {
        #expect(StatusRules.draft.status(of: outcome, as: .json).code == json)
        #expect(StatusRules.draft.status(of: outcome, as: .graphQLResponse).code == graphQLResponse)
    }
}
