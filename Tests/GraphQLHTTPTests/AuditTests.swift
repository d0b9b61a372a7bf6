import GraphQL
import Testing

/// The server audits of the graphql-http project, by their ids: what a client of any make may rely on. 39AA is planned
/// there and not written; its title says what it is to be.
@Suite struct AuditTests {
    /// One request and what its answer has to be like.
    struct Audit: Sendable, CustomTestStringConvertible {
        enum Expectation: Sendable {
            case status(ClosedRange<Int>)
            /// The answer's type begins with this.
            case type(String)
            case noErrors
            case noData
        }

        let id: String
        var accept: String?
        var contentType: String? = "application/json"
        /// Nil for a GET.
        var body: String?
        var parameters = ""
        let expected: [Expectation]

        var testDescription: String { id }
    }

    private static let graphQL = "application/graphql-response+json"
    private static let json = "application/json"
    private static let plain = #"{"query":"{ __typename }"}"#
    private static let named = #"{"query":"query Query { __typename }","operationName":"Query"}"#
    private static let typed =
        #"{"query":"query Type($name: String!) { __type(name: $name) { name } }","variables":{"name":"sometype"}}"#
    private static let typedParameters =
        "query=query+Type(%24name%3A+String!)+%7B+__type(name%3A+%24name)+%7B+name+%7D+%7D"
        + "&variables=%7B%22name%22%3A%22sometype%22%7D"
    private static let unknownField = #"{"query":"{ f31403dfe404bccbb0e835f2629c6a7 }"}"#
    private static let nullVariable =
        #"{"query":"query CoerceFailure($id: ID!){ __typename }","variables":{"id":null}}"#

    private static let refused: Audit.Expectation = .status(400...499)
    private static let ok: Audit.Expectation = .status(200...200)
    private static let bad: Audit.Expectation = .status(400...400)

    static let audits: [Audit] =
        mediaTypes + requests + parameters + nulls + illTyped + responses

    private static let mediaTypes = [
        Audit(id: "22EB", accept: graphQL, body: plain, expected: [ok, .type(graphQL)]),
        Audit(id: "4655", accept: json, body: plain, expected: [ok, .type(json)]),
        Audit(id: "47DE", accept: "*/*", body: plain, expected: [ok, .type(json)]),
        Audit(id: "80D8", body: plain, expected: [ok, .type(json)]),
        Audit(id: "82A3", body: plain, expected: [ok, .noErrors]),
        Audit(
            id: "BF61", contentType: "application/json; charset=utf-8",
            body: #"{"query":"{ __type(name: \"Run🏃Swim🏊\") { name } }"}"#, expected: [ok]),
        Audit(id: "78D5", body: plain, expected: [ok]),
    ]

    private static let requests = [
        Audit(id: "2C94", body: plain, expected: [ok]),
        Audit(id: "5A70", accept: "*/*", contentType: nil, parameters: "query=%7B+__typename+%7D", expected: [ok]),
        Audit(
            id: "9C48", accept: graphQL, contentType: nil, parameters: "query=mutation+%7B+__typename+%7D",
            expected: [refused]),
        Audit(id: "9ABE", contentType: nil, body: "", expected: [refused]),
        Audit(id: "03D4", body: plain, expected: [ok]),
        Audit(id: "A5BF", body: "", expected: [bad]),
    ]

    private static let parameters = [
        Audit(id: "423L", accept: graphQL, body: #"{"notquery":"{ __typename }"}"#, expected: [bad]),
        Audit(id: "34A2", accept: graphQL, body: plain, expected: [ok]),
        Audit(id: "13EE", accept: json, body: plain, expected: [ok, .noErrors]),
        Audit(id: "8161", accept: graphQL, body: named, expected: [ok]),
        Audit(id: "B8B3", accept: json, body: named, expected: [ok, .noErrors]),
        Audit(id: "2EA1", accept: graphQL, body: typed, expected: [ok]),
        Audit(id: "28B9", accept: json, body: typed, expected: [ok, .noErrors]),
        Audit(id: "D6D5", accept: graphQL, contentType: nil, parameters: typedParameters, expected: [ok]),
        Audit(id: "6A70", accept: json, contentType: nil, parameters: typedParameters, expected: [ok, .noErrors]),
        Audit(
            id: "428F", accept: graphQL, body: #"{"query":"{ __typename }","extensions":{"some":"value"}}"#,
            expected: [ok]),
        Audit(
            id: "1B7A", accept: json, body: #"{"query":"{ __typename }","extensions":{"some":"value"}}"#,
            expected: [ok, .noErrors]),
    ]

    private static let nulls = ["variables", "operationName", "extensions"].enumerated().flatMap { index, name in
        let body = #"{"query":"{ __typename }","\#(name)":null}"#
        return [
            Audit(id: "94B\(index)", accept: graphQL, body: body, expected: [ok, .noErrors]),
            Audit(id: "022\(index)", accept: json, body: body, expected: [ok, .noErrors]),
        ]
    }

    private static let notStrings = [#"{"obj":"ect"}"#, "0", "false", #"["array"]"#]
    private static let notObjects = [#""string""#, "0", "false", #"["array"]"#]

    private static let illTyped =
        notStrings.enumerated().flatMap { index, value in
            [
                Audit(id: "LKJ\(index)", body: #"{"query":\#(value)}"#, expected: [bad]),
                Audit(
                    id: "6C0\(index)", body: #"{"operationName":\#(value),"query":"{ __typename }"}"#, expected: [bad]),
            ]
        }
        + notObjects.enumerated().flatMap { index, value in
            [
                Audit(id: "476\(index)", body: #"{"query":"{ __typename }","variables":\#(value)}"#, expected: [bad]),
                Audit(id: "58B\(index)", body: #"{"query":"{ __typename }","extensions":\#(value)}"#, expected: [bad]),
            ]
        }

    private static let responses = [
        Audit(
            id: "39AA", body: #"{"query":"{ __typename }","extensions":{"some":"value"}}"#, expected: [ok, .noErrors]),
        Audit(id: "B6DC", body: #"{ "not a JSON"#, expected: [refused]),
        Audit(id: "BCF8", body: #"{ "not a JSON"#, expected: [bad]),
        Audit(id: "8764", body: #"{"qeury":"{ __typename }"}"#, expected: [.status(400...599)]),
        Audit(id: "3E3A", body: #"{"qeury":"{ __typename }"}"#, expected: [bad]),
        Audit(id: "572B", accept: json, body: #"{"query":"{"}"#, expected: [ok]),
        Audit(id: "FDE2", accept: json, body: unknownField, expected: [ok]),
        Audit(id: "7B9B", accept: json, body: nullVariable, expected: [ok]),
        Audit(id: "865D", accept: graphQL, body: #"{"query":"{"}"#, expected: [.status(400...599)]),
        Audit(id: "556A", accept: graphQL, body: #"{"query":"{"}"#, expected: [bad]),
        Audit(id: "D586", accept: graphQL, body: #"{"query":"{"}"#, expected: [.noData]),
        Audit(id: "51FE", accept: graphQL, body: unknownField, expected: [.status(400...599)]),
        Audit(id: "74FF", accept: graphQL, body: unknownField, expected: [bad]),
        Audit(id: "5E5B", accept: graphQL, body: unknownField, expected: [.noData]),
        Audit(id: "86EE", accept: graphQL, body: nullVariable, expected: [bad]),
    ]

    @Test func `there are 61 of them`() {
        #expect(Set(Self.audits.map(\.id)).count == 61)
        #expect(Self.audits.count == 61)
    }

    @Test(arguments: audits) func `the audit passes`(audit: Audit) async throws {
        try await withServer { test in
            var headers: [String: String] = [:]
            headers["Content-Type"] = audit.contentType
            headers["Accept"] = audit.accept
            let answer =
                if let body = audit.body {
                    try test.send("POST", "/graphql", headers, body: Array(body.utf8))
                } else {
                    try test.get(audit.parameters, headers)
                }
            for expectation in audit.expected {
                switch expectation {
                case .status(let range): #expect(range ~= answer.status)
                case .type(let type): #expect(answer["Content-Type"]?.hasPrefix(type) == true)
                case .noErrors: #expect(answer.json.object != nil && answer.json["errors"] == nil)
                case .noData: #expect(answer.json["errors"] != nil && answer.json["data"] == nil)
                }
            }
        }
    }
}
