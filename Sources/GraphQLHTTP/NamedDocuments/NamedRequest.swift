import GraphQL

/// A request that names its document, instead of sending it or beside it.
struct NamedRequest: Sendable {
    /// What the name is. The cache keeps the two apart, since an id may look like another document's hash.
    enum Naming: Sendable {
        /// `documentId`: one of the trusted documents, by id or hash.
        case id
        /// `extensions.persistedQuery.sha256Hash`: a trusted document or one that a client has sent before.
        case hash
    }

    let naming: Naming
    let name: String
    /// The document, where it was sent along with its hash.
    let document: [UInt8]?
    let operationName: String?
    /// An object, or null.
    let variables: JSONValue

    /// Nil for a request that names no document.
    init?(
        documentID: String?, extensions: JSONValue, document: [UInt8]?, operationName: String?, variables: JSONValue
    ) throws(RequestFailure) {
        let hash = try Self.hash(in: extensions)
        if let documentID {
            guard document == nil, hash == nil else {
                throw .badParameter("\"documentId\" names the whole document. Send no other beside it.")
            }
            (naming, name) = (.id, documentID)
        } else if let hash {
            (naming, name) = (.hash, hash)
        } else {
            return nil
        }
        self.document = document
        self.operationName = operationName
        self.variables = variables
    }

    /// What Apollo's clients send: `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`.
    private static func hash(in extensions: JSONValue) throws(RequestFailure) -> String? {
        guard let persisted = extensions["persistedQuery"], persisted != .null else { return nil }
        guard persisted["version"]?.int64 == 1, let hash = persisted["sha256Hash"]?.string, ContentHash.isHash(hash)
        else {
            throw .badParameter(
                "The extension \"persistedQuery\" must be an object with \"version\": 1 and \"sha256Hash\": the SHA-256 "
                    + "of the document as 64 hexadecimal digits in small letters.")
        }
        return hash
    }
}

extension RequestFailure {
    /// Apollo's clients send the document when they read this message; they compare it to the letter.
    static let persistedQueryNotFound = RequestFailure(
        .graphQL(.requestError), .persistedQueryNotFound, "PersistedQueryNotFound")

    static func hashMismatch(expected: String, found: String) -> RequestFailure {
        RequestFailure(
            .graphQL(.requestError), .persistedQueryHashMismatch,
            "The extension \"persistedQuery\" says the document's SHA-256 is \(expected), but it is \(found).")
    }

    static func notTrusted(_ what: String) -> RequestFailure {
        RequestFailure(.graphQL(.requestError), .documentNotTrusted, what)
    }
}

extension ErrorCode {
    /// Nobody has sent a document of that hash, or it has been forgotten: send it along.
    static let persistedQueryNotFound = ErrorCode(rawValue: "PERSISTED_QUERY_NOT_FOUND")
    static let persistedQueryHashMismatch = ErrorCode(rawValue: "PERSISTED_QUERY_HASH_MISMATCH")
    /// The document is none of the trusted ones.
    static let documentNotTrusted = ErrorCode(rawValue: "DOCUMENT_NOT_TRUSTED")
}
