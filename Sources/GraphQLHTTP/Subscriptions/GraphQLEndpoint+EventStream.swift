import EventLoop
import GraphQL
import HTTPServer

extension GraphQLEndpoint {
    /// Answers an operation by events. A subscription ends without `complete` when the server stops, so that clients come
    /// again.
    func stream(_ found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope) -> HTTPResponse {
        let isSubscription = found.operation.kind == .subscription
        let produce: @Sendable (HTTPBodyWriter) async throws -> Void = { [self] body in
            let hasExpired = LoopBound(loop, false)
            let token = isSubscription ? nil : watchdog.watch(request, until: scope.deadline)
            defer { if let token { watchdog.forget(token) } }
            do {
                try await keepingAlive(body) {
                    try await answers(
                        to: found, request, scope, status: .ok,
                        expired: {
                            hasExpired.withValue { $0 = true }
                            request.cancelHandling()
                        }
                    ) { response in
                        try await body.write(EventStream.next(response))
                    }
                }
            } catch let error as RequestErrors {
                try await body.write(EventStream.next(Response(refusal: error.errors)))
            }
            if hasExpired.withValue({ $0 }) {
                try await body.write(EventStream.next(Response(refusal: [.expiredToken])))
            } else if isSubscription, Task.isCancelled {
                return try await body.write(EventStream.comment(" The server stops."))
            }
            try await body.write(EventStream.complete)
        }
        // A server that stops ends what has no end of its own, and lets the rest finish.
        return HTTPResponse(
            headers: streamHeaders(request), body: isSubscription ? .openEnded(produce) : .stream(produce))
    }

    /// Answers a request that reached no operation, by events too: a browser shows its page no body of a refusal.
    func stream(_ failure: RequestFailure, _ request: HTTPRequest, _ scope: RequestScope) -> HTTPResponse {
        let bytes = EventStream.next(Response(refusal: failure.errors)) + EventStream.complete
        report(failure, failure.outcome, request, scope, status: .ok, bytes: bytes.count)
        return HTTPResponse(headers: streamHeaders(request), body: .bytes(bytes))
    }

    private func streamHeaders(_ request: HTTPRequest) -> HTTPHeaders {
        var headers = EventStream.headers
        crossOrigin.addHeaders(for: request, to: &headers)
        return headers
    }

    /// Writes a comment now and then while `work` goes on, so that nobody between takes the stream for dead.
    private func keepingAlive(_ body: HTTPBodyWriter, _ work: () async throws -> Void) async throws {
        let interval = configuration.subscriptions.keepAliveInterval
        try await withThrowingTaskGroup { group in
            group.addTask { [loop] in
                while true {
                    try await loop.sleep(for: interval)
                    body.writeIfRoom(EventStream.comment())
                }
            }
            defer { group.cancelAll() }
            try await work()
        }
    }
}
