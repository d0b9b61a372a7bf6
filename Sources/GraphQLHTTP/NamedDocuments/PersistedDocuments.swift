/// Where documents that clients have sent are kept by their hashes, beyond one loop and one process. It is a help: what
/// it cannot find is asked of the client again.
package struct PersistedDocuments: Sendable {
    /// The document of a hash; nil when there is none or nobody can tell. Its bytes are checked against the hash.
    let find: @Sendable (_ hash: String) async -> [UInt8]?
    /// Keeps a document that has been found valid.
    let keep: @Sendable (_ document: [UInt8], _ hash: String) async -> Void

    /// Both are called on the endpoint's loop.
    package init(
        find: @escaping @Sendable (_ hash: String) async -> [UInt8]?,
        keep: @escaping @Sendable (_ document: [UInt8], _ hash: String) async -> Void
    ) {
        self.find = find
        self.keep = keep
    }
}
