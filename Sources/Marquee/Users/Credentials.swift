package import GraphQL
package import GraphQLHTTP
package import HTTPServer

/// The credential that a request carries: `Authorization: Bearer …` in its head or, on a WebSocket, as the member
/// `Authorization` of what its client introduced itself with.
enum Credentials {
    /// Nil for a request of nobody.
    static func credential(
        of request: HTTPRequest, _ connectionParameters: JSONValue
    ) throws(ContextRefusal) -> String? {
        var header = request.header("Authorization")
        if header == nil { header = try introduction(connectionParameters) }
        guard let header else { return nil }
        // By bytes: to look for where characters end took a third of a point query.
        let words = header.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            throw .unauthenticated("The header Authorization is none of the form \"Bearer TOKEN\".")
        }
        return String(words[1])
    }

    /// Nil where there is none, or null.
    private static func introduction(_ parameters: JSONValue) throws(ContextRefusal) -> String? {
        let member = parameters.object?.first { $0.name.lowercased() == "authorization" }?.value ?? .null
        guard member != .null else { return nil }
        guard let text = member.string else {
            throw .unauthenticated(
                "The member Authorization of connection_init is no text of the form \"Bearer TOKEN\".")
        }
        return text
    }
}

extension Authenticator {
    /// Who sends a request; throws what refuses it. A request without a credential costs one look at its head.
    package func caller(
        of request: HTTPRequest, _ operation: OperationKind, _ scope: RequestScope
    ) async throws(ContextRefusal) -> Caller {
        let isMutation = operation == .mutation
        var viewer: Viewer?
        if let credential = try Credentials.credential(of: request, scope.connectionParameters) {
            viewer = try await self.viewer(of: credential, request)
            if isMutation, viewer?.canWrite == false {
                throw ContextRefusal(
                    GraphQLError(
                        "This API key has the scope READ only; mutations need WRITE.", extensions: [.code(.forbidden)]),
                    status: .forbidden)
            }
        }
        return Caller(
            viewer: viewer, client: isMutation || viewer == nil ? request.client : .none,
            userAgent: isMutation ? request.header("User-Agent") : nil)
    }

    private func viewer(of credential: String, _ request: HTTPRequest) async throws(ContextRefusal) -> Viewer {
        do {
            return try await viewer(bearing: credential, from: request.clientAddress)
        } catch let refusal as CredentialRefusal {
            throw .unauthenticated(refusal.message)
        } catch let refusal as ContextRefusal {
            throw refusal
        } catch {
            throw ContextRefusal(
                GraphQLError(
                    "The database does not answer at the moment, so that nobody knows whose token this is. Try again.",
                    extensions: [.code(.timeout)]), status: .serviceUnavailable)
        }
    }
}

extension ContextRefusal {
    /// RFC 6750, section 3.
    fileprivate static func unauthenticated(_ message: String) -> ContextRefusal {
        ContextRefusal(
            GraphQLError(message, extensions: [.code(.unauthenticated)]), status: .unauthorized,
            headers: ["WWW-Authenticate": "Bearer error=\"invalid_token\""])
    }
}
