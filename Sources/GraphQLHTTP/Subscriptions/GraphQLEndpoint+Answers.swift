import EventLoop
import GraphQL
import HTTPServer

extension GraphQLEndpoint {
    /// Runs an operation of any kind, hands on its answers one by one, and reports how it went in the end.
    ///
    /// It returns when there is nothing more to answer: for a query or a mutation when its deferred parts are sent, if
    /// it has any; for a subscription when its source ends or the task is cancelled. Each event of a subscription has a
    /// context of its own.
    /// - Parameter expired: called when a subscription outlasts what its context rests on; it has to end the task.
    /// - Throws: `RequestErrors` when a subscription is refused or its source fails, and what `send` throws.
    func answers(
        to found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope, status: HTTPStatus,
        expired: @escaping () -> Void = {}, send: (Response) async throws -> Void
    ) async throws {
        let context: Context
        do throws(RequestFailure) {
            context = try await self.context(found, request, scope)
        } catch {
            report(error, .requestError, request, scope, status: status, bytes: 0)
            throw RequestErrors(error.errors)
        }
        var report = RequestReport(
            operationName: found.operation.name, kind: found.operation.kind, outcome: .complete, status: status.code,
            errorCount: 0, responseBytes: 0, isDocumentCached: found.isCached, duration: .zero,
            traceID: scope.traceID, clientAddress: request.clientAddress)
        /// How long it took to begin a subscription, whose whole life says nothing of the server.
        var beginning: Duration?
        defer {
            report.duration = loop.now - scope.startedAt
            let measured = beginning ?? report.duration
            let isLate = report.kind != .subscription && report.duration >= configuration.requestTimeout
            // Who listens ends it by leaving.
            let isAbandoned = report.kind != .subscription && request.isAbandoned
            if isAbandoned { report.status = HTTPStatus.clientLeft.code }
            let ending = RequestEnding(report.outcome, isLate: isLate, isAbandoned: isAbandoned)
            found.metered.meter.withValue { $0.record(ending, after: measured) }
            tell(report, after: report.duration, context)
        }
        guard found.operation.kind == .subscription else {
            switch await engine.executeIncrementally(
                found.operation, variables: found.variables, reportsCost: scope.reportsCost, context: context)
            {
            case .whole(let response):
                count(response, in: &report)
                if response.isRequestError { refusals?.note(response.refusals, of: request) }
                return try await send(response)
            case .parts(let first, let rest):
                count(first, in: &report)
                try await send(first)
                return try await rest.deliver { part in
                    count(part, in: &report)
                    try await send(part)
                }
            }
        }
        let end = lifetime?(context).map { loop.schedule(after: $0, expired) }
        defer { end?.cancel() }
        do {
            let parameters = scope.connectionParameters
            let event = LoopBound<(scope: RequestScope, context: Context)>(loop, (scope, context))
            let stream = try await engine.subscribe(
                found.operation, variables: found.variables, reportsCost: scope.reportsCost, context: context,
                eventContext: { [self] _ throws(RequestErrors) in
                    let scope = self.scope(for: request, connectionParameters: parameters)
                    do throws(RequestFailure) {
                        let context = try await self.context(found, request, scope)
                        event.withValue { $0 = (scope, context) }
                        return context
                    } catch {
                        throw RequestErrors(error.errors)
                    }
                })
            beginning = loop.now - scope.startedAt
            report.cost = stream.cost
            tellStep(of: report, nil, scope, context)
            for try await response in stream {
                let (scope, context) = event.withValue { $0 }
                tellStep(of: report, response, scope, context)
                count(response, in: &report)
                try await send(response)
            }
        } catch let error as RequestErrors {
            report.outcome = .requestError
            report.errorCount += error.errors.count
            refusals?.note(error.errors, of: request)
            for error in error.errors { if let exceeded = error.exceededLimit { limits.count(exceeded) } }
            throw error
        }
    }

    /// Tells of the beginning of a subscription or of one event that was answered, begun with a scope of its own.
    private func tellStep(
        of report: RequestReport, _ response: Response?, _ scope: RequestScope, _ context: Context
    ) {
        guard let eventAnswered else { return }
        var step = report
        (step.duration, step.traceID) = (loop.now - scope.startedAt, scope.traceID)
        (step.outcome, step.errorCount, step.responseBytes) = (.complete, 0, 0)
        if let response { step.count(response) }
        eventAnswered(step, context)
    }

    private func count(_ response: Response, in report: inout RequestReport) {
        if let exceeded = response.exceeded { limits.count(exceeded) }
        report.count(response)
    }
}

extension RequestReport {
    fileprivate mutating func count(_ response: Response) {
        errorCount += response.errorCount
        // The first part of several tells the cost of all.
        cost = cost ?? response.cost
        responseBytes += response.bytes.count
        if response.isRequestError { outcome = .requestError } else if response.errorCount > 0 { outcome = .partial }
    }
}
