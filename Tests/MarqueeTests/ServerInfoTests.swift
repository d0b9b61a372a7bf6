import GraphQL
import Testing

@testable import Marquee

@Suite struct ServerInfoTests {
    @Test func `clients are told who serves them and what they may ask`() async throws {
        try await AccountTestBed.run { bed in
            let answer = try await bed.answer(
                "{ server { name version registration maxQueryCost maxQueryDepth maxPageSize languages } }")
            #expect(
                answer.text == #"{"data":{"server":{"name":"Marquee","version":"","registration":"OPEN","#
                    + #""maxQueryCost":5000,"maxQueryDepth":20,"maxPageSize":100,"languages":["en"]}}}"#)
        }
    }
}
