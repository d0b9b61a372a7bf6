import GraphQL
import HTTPServer

/// What pages of other origins may do: read answers when their origin is listed (CORS, Fetch standard section 3.2), and
/// otherwise not even cause a request to run.
struct CrossOrigin: Sendable {
    private let origins: Set<String>
    private let allowsAny: Bool

    init(origins: [String]) {
        self.origins = Set(origins)
        allowsAny = origins.contains("*")
    }

    /// Whether any origin but the server's own is let in.
    var isClosed: Bool { origins.isEmpty }

    /// Whether a page may open a WebSocket, which browsers let any page do: one of a listed origin or of the server's own,
    /// told by the name it was reached by. What is no browser sends no origin.
    func allowsSocket(_ request: HTTPRequest) -> Bool {
        guard let origin = request.header("Origin") else { return true }
        if allows(origin) { return true }
        guard let scheme = ["http://", "https://"].first(where: origin.hasPrefix) else { return false }
        return request.header("Host")?.lowercased() == origin.dropFirst(scheme.count).lowercased()
    }

    private func allows(_ origin: String) -> Bool { allowsAny || origins.contains(origin) }

    /// Tells the browser whether the page may read the answer.
    func addHeaders(for request: HTTPRequest, to headers: inout HTTPHeaders) {
        if isClosed { return }
        headers.add("Vary", "Origin")
        guard let origin = request.header("Origin"), allows(origin) else { return }
        headers.add("Access-Control-Allow-Origin", allowsAny ? "*" : origin)
        headers.add("Access-Control-Expose-Headers", "Retry-After")
    }

    /// The answer to OPTIONS, which is what a preflight is.
    func preflight(_ request: HTTPRequest, methods: String) -> HTTPResponse {
        var headers: HTTPHeaders = ["Allow": methods]
        addHeaders(for: request, to: &headers)
        if let origin = request.header("Origin"), allows(origin) {
            headers.add("Access-Control-Allow-Methods", methods)
            headers.add("Access-Control-Allow-Headers", Self.requestHeaders)
            headers.add("Access-Control-Max-Age", "7200")
        }
        return HTTPResponse(.noContent, headers: headers)
    }

    /// Headers by which a GET proves that it had a preflight; any value will do.
    private static let proofs: [StaticString] = [
        "GraphQL-Require-Preflight", "X-Apollo-Operation-Name", "X-Requested-With",
    ]

    /// What a page may send: headers that the endpoint reads, and the proofs.
    private static let requestHeaders =
        (["Accept-Language", "Authorization", "Content-Type", "GraphQL-Cost", "Traceparent"]
        + proofs.map { "\($0)" }).joined(separator: ", ")

    /// Refuses a GET that a browser sent for a foreign page without a preflight: `<img src>` and the like would run
    /// queries with the reader's address and time the answers. Any header that needs a preflight lifts the doubt, as
    /// does the browser's own word (Fetch Metadata). What is no browser is not concerned.
    func checkSimple(_ request: HTTPRequest) throws(RequestFailure) {
        if let site = request.header("Sec-Fetch-Site") {
            if site == "same-origin" || site == "none" { return }
        } else if request.header("Origin") == nil, request.header("User-Agent")?.hasPrefix("Mozilla/") != true {
            return
        }
        if Self.proofs.contains(where: { request.header($0)?.isEmpty == false }) { return }
        if let type = request.header("Content-Type"), MediaRange(type[...]).type == "application/json" { return }
        throw RequestFailure(
            .http(.forbidden), .preflightRequired,
            "A browser sent this request without a preflight, so another site may have caused it. Add the header "
                + "\"GraphQL-Require-Preflight: 1\", or POST it as \"application/json\".")
    }
}
