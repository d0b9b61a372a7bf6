import HTTPServer

/// Whether the server can do its work now.
package enum Readiness: Sendable, Equatable {
    case ready
    /// What is missing, for an operator.
    case notReady(reason: String)
}

extension Router {
    /// What `addHealth` answers.
    package static let healthPaths: Set<String> = ["/healthz", "/readyz"]

    /// `/healthz`: the process lives and its loop turns. `/readyz`: it can answer queries; balancers send requests only
    /// then.
    package mutating func addHealth(readiness: @escaping @Sendable () async -> Readiness) {
        let headers: HTTPHeaders = ["Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"]
        let healthy = HTTPResponse(headers: headers, body: .bytes(Array("ok\n".utf8)))
        let ready = HTTPResponse(headers: headers, body: .bytes(Array("ready\n".utf8)))
        add("/healthz") { _ in healthy }
        add("/readyz") { _ in
            switch await readiness() {
            case .ready: return ready
            case .notReady(let reason):
                var response = HTTPResponse.unavailable("not ready: \(reason)\n")
                response.headers.add("Cache-Control", "no-store")
                return response
            }
        }
    }
}
