import GraphQL
import HTTPServer

extension GraphQLEndpoint {
    /// Answers a WebSocket's handshake. A client that speaks another subprotocol is let in and told by a close code,
    /// because a browser shows its page no other answer.
    func upgrade(_ request: HTTPRequest) -> HTTPResponse {
        guard crossOrigin.allowsSocket(request) else {
            return refuse(
                request, scope(for: request), .json,
                RequestFailure(
                    .http(.forbidden), .originNotAllowed,
                    "Pages of \(request.header("Origin") ?? "this origin") may not open WebSockets here. An operator "
                        + "lists the origins that may in MARQUEE_CORS_ORIGINS."))
        }
        do throws(WebSocketRefusal) {
            let handshake = try WebSocketHandshake(request)
            let speaks = handshake.subprotocols.contains(SocketSession.subprotocol)
            return handshake.accept(subprotocol: speaks ? SocketSession.subprotocol : nil) { [self] socket in
                guard speaks else {
                    return socket.close(
                        .subprotocolNotAcceptable, "Ask for the subprotocol \"\(SocketSession.subprotocol)\".")
                }
                await GraphQLSocket(socket, endpoint: self, request: request).run()
            }
        } catch {
            let failure = RequestFailure(.http(error.status), .badRequest, error.description)
            var response = refuse(request, scope(for: request), .json, failure)
            response.headers.add(error.headers)
            return response
        }
    }
}
