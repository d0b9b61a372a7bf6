import Testing

/// Somebody who has just signed up at a server.
struct SignedUpViewer {
    let token: String
    var header: String { "Authorization: Bearer \(token)\r\n" }

    /// - Parameter port: of the server, which should not make passwords costly (`MARQUEE_SCRYPT_COST`).
    init(_ name: String, port: UInt16) throws {
        let answer = try Self.post(
            """
            mutation { register(input: {username: "\(name)", email: "\(name)@example.org", password: "difference engine"}) \
            { tokens { accessToken } userErrors { message } } }
            """, headers: "", port: port)
        let start = try #require(answer.firstRange(of: "\"accessToken\":\""), "\(answer)").upperBound
        token = String(answer[start...].prefix { $0 != "\"" })
    }

    /// The body of the answer to a document.
    func ask(_ document: String, port: UInt16) throws -> String {
        try Self.post(document, headers: header, port: port)
    }

    /// Asks for a mutation's field with its input, which must succeed; the body of the answer.
    @discardableResult
    func mutate(_ field: String, _ input: String, _ selection: String = "", port: UInt16) throws -> String {
        let answer = try ask(
            "mutation { \(field)(input: {\(input)}) { \(selection) userErrors { message } } }", port: port)
        #expect(answer.contains(#""userErrors":[]"#), "\(field): \(answer)")
        return answer
    }

    /// The body of the answer to a document of nobody in particular.
    static func post(_ document: String, headers: String = "", port: UInt16) throws -> String {
        let answer = try LocalSocket.post(body(document), headers: headers, port: port)
        return answer.firstRange(of: "\r\n\r\n").map { String(answer[$0.upperBound...]) } ?? answer
    }

    /// A request's JSON.
    static func body(_ document: String) -> String {
        let text = document.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
        return "{\"query\":\"\(text)\"}"
    }
}
