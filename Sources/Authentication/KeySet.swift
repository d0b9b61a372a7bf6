/// The keys of one moment: one signs, all verify.
package struct KeySet: Sendable {
    let signing: Ed25519Key
    private let keys: [String: Ed25519Key]

    /// - Parameter others: keys that no longer or do not yet sign.
    package init(signing: Ed25519Key, others: [Ed25519Key] = []) {
        self.signing = signing
        keys = Dictionary((others + [signing]).map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
    }

    func key(_ id: String) -> Ed25519Key? { keys[id] }

    /// The public halves as a JWK set (RFC 7517 and RFC 8037).
    package var json: String { Self.json(of: keys.values.sorted { $0.id < $1.id }) }

    /// The set of a server that signs with a secret, which it does not tell.
    package static let emptyJSON = json(of: [])

    private static func json(of keys: [Ed25519Key]) -> String {
        let members = keys.map { key in
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"\(Base64.url.encode(key.publicKey))\",\"kid\":\"\(key.id)\","
                + "\"alg\":\"EdDSA\",\"use\":\"sig\"}"
        }
        return "{\"keys\":[\(members.joined(separator: ","))]}"
    }
}
