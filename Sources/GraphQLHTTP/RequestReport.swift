package import GraphQL

/// How a request went: for the log and the metrics.
package struct RequestReport: Sendable {
    /// Nil when the request did not reach an operation.
    package var operationName: String?
    package var kind: OperationKind?
    /// Nil when HTTP itself refused the request: media types, methods, origins.
    package var outcome: GraphQLOutcome?
    /// 499, which is never sent, when the client left before the whole answer.
    package var status: Int
    package var errorCount: Int
    /// The points it was charged; nil when it was refused.
    package var cost: Int?
    /// SQL statements it took part in; nil when it did not run.
    package var statementCount: Int?
    /// Keys whose rows, and ranked lists that, were found in caches; nil when it did not run.
    package var cacheHits: Int?
    /// Before compression.
    package var responseBytes: Int
    /// Where the answer was found; nil for one that was made now.
    package var answerSource: AnswerCache.Source?
    /// Whether the document was known already.
    package var isDocumentCached: Bool
    package var duration: Duration
    package var traceID: TraceID
    package var clientAddress: String
}
