package import GraphQL

/// Documents that were known before the server started, all valid: its own clients', registered when they were built.
package struct TrustedDocuments: Sendable {
    /// What becomes of other documents: the setting `MARQUEE_TRUSTED_DOCUMENTS_MODE`.
    package enum Mode: String, Sendable, CaseIterable {
        /// They are served, too.
        case also
        /// They are refused.
        case only
    }

    package let mode: Mode
    /// As they were registered.
    let ids: [String]
    private var byHash: [String: Source] = [:]
    /// By id, by hash, and by hash with the prefix `sha256:` of the GraphQL over HTTP draft.
    private var byName: [String: Source] = [:]

    /// Checks each document as a request's would be; throws all that is wrong with any of them.
    /// - Parameter documents: with their ids. The source's name begins what is said about it.
    package init<Context>(
        _ documents: [(id: String, source: Source)], mode: Mode, engine: Engine<Context>
    ) throws(TrustedDocumentsError) {
        self.mode = mode
        ids = documents.map(\.id)
        var problems: [String] = []
        for (id, source) in documents {
            problems += Self.errors(of: source, engine).map { Self.show($0, in: source) }
            let hash = ContentHash.text(of: source.bytes)
            byHash[hash] = source
            for name in Set([id, hash, "sha256:" + hash]) {
                if let other = byName.updateValue(source, forKey: name), other.bytes != source.bytes {
                    problems.append("\(source.name): another document is called \"\(name)\", too: \(other.name)")
                }
            }
        }
        guard problems.isEmpty else { throw TrustedDocumentsError(problems: problems) }
    }

    /// The document of a request's name.
    func find(_ name: String, _ naming: NamedRequest.Naming) -> Source? {
        switch naming {
        case .id: byName[name]
        case .hash: byHash[name]
        }
    }

    func contains(_ source: Source) -> Bool { byHash[ContentHash.text(of: source.bytes)] != nil }

    /// What is wrong with the first of a document's operations that cannot be prepared.
    private static func errors<Context>(of source: Source, _ engine: Engine<Context>) -> [GraphQLError] {
        do throws(RequestErrors) {
            for name in operationNames(of: source) { _ = try engine.prepare(source, operationName: name) }
            return []
        } catch {
            return error.errors
        }
    }

    /// One nil where there is nothing to choose; what cannot be parsed is for the engine to explain.
    private static func operationNames(of source: Source) -> [String?] {
        guard let document = try? parse(source) else { return [nil] }
        let names = document.root.children(.operationDefinition).map { $0.firstChild(.name)?.text }
        return names.count > 1 ? names : [nil]
    }

    private static func show(_ error: GraphQLError, in source: Source) -> String {
        let place = error.locations.first.map { ":\($0.line):\($0.column)" } ?? ""
        return "\(source.name)\(place): \(error.message)"
    }
}

/// Everything that is wrong with the trusted documents, a line each with its place.
package struct TrustedDocumentsError: Error, Equatable {
    package let problems: [String]
}
