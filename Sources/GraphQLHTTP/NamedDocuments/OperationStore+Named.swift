import GraphQL

extension OperationStore {
    /// The operation of a request that names its document. One that has been prepared costs a look into the cache.
    func find(
        _ request: NamedRequest, limit: () -> RequestFailure?
    ) async throws(RequestFailure) -> FoundOperation {
        if let document = request.document {
            let hash = ContentHash.text(of: document)
            guard hash == request.name else { throw .hashMismatch(expected: request.name, found: hash) }
        }
        let name = Array(request.name.utf8)
        let operationName = Array((request.operationName ?? "").utf8)
        let form = request.naming == .id ? DocumentKey.Form.id : .hash
        if let known = known(DocumentKey(form, document: name.span, operationName: operationName.span)) {
            return FoundOperation(metered: known, variables: request.variables, isCached: true)
        }
        if let failure = limit() { throw failure }
        let trusted = trusted?.find(request.name, request.naming)
        let source = if let trusted { trusted } else { try await untrusted(request) }
        let key = DocumentKey(form, document: name.span, operationName: operationName.span)
        let operation = try prepare(source, request.operationName, key)
        if trusted == nil, let document = request.document { await persisted?.keep(document, request.name) }
        return FoundOperation(metered: operation, variables: request.variables, isCached: false)
    }

    /// The document that came along, or the one kept under the hash.
    private func untrusted(_ request: NamedRequest) async throws(RequestFailure) -> Source {
        guard request.naming == .hash, trusted?.mode != .only else {
            throw .notTrusted("No trusted document is called \"\(request.name)\".")
        }
        if let document = request.document { return Source(document) }
        // Whoever can write there must not choose what a hash means.
        guard let kept = await persisted?.find(request.name), ContentHash.text(of: kept) == request.name else {
            throw .persistedQueryNotFound
        }
        return Source(kept)
    }
}
