import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct FieldErrorCausesTests {
    private static let states: [(error: any Error & Sendable, code: ErrorCode, word: String)] = [
        (CancellationError(), .timeout, "took too long"),
        (PostgreSQLError.cancelled, .timeout, "took too long"),
        (PostgreSQLError.timeout, .timeout, "try again"),
        (PostgreSQLError.overloaded, .timeout, "try again"),
        (PostgreSQLError.unavailable(reason: "secret"), .timeout, "nothing was changed"),
        (PostgreSQLError.rolledBack, .timeout, "nothing was changed"),
        (PostgreSQLError.outcomeUnknown, .outcomeUnknown, "may or may not have taken effect"),
    ]

    @Test(arguments: states.indices)
    func `what the database did is told by code and remedy, without its words`(index: Int) throws {
        let (error, code, word) = Self.states[index]
        let explained = try #require(FieldError.explanation(of: error))
        #expect(explained.extensions == [.code(code)])
        #expect(explained.message.contains(word))
        #expect(!explained.message.contains("secret"))
    }

    @Test func `what is nobody's business but the operator's is not explained`() {
        #expect(FieldError.explanation(of: PostgreSQLError.refused(reason: "owner")) == nil)
    }

    @Test func `a day that only the database found to be none is the input's fault`() throws {
        let error = #expect(throws: PostgreSQLError.self) {
            try OwnerConnection(url: Catalogue.url()).query("select $1::date", [.text("2023-02-29")])
        }
        let explained = try #require(error.flatMap { FieldError.explanation(of: $0) })
        #expect(explained.extensions == [.code(.badUserInput)])
    }
}
