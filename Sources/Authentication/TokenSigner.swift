import EventLoop

/// What signs access tokens and verifies them: the algorithm that the settings pinned, with its keys.
package final class TokenSigner: Sendable {
    private enum Method: Sendable {
        /// HS256 (RFC 7518, section 3.2).
        case secret([UInt8])
        /// EdDSA with Ed25519 (RFC 8037), with the keys of the moment.
        case keys(Locked<KeySet>)
    }

    private let method: Method

    /// Signs with a secret of at least 32 bytes.
    package init(secret: [UInt8]) {
        precondition(secret.count >= 32, "HS256 takes a secret of at least 32 bytes")
        method = .secret(secret)
    }

    package init(keys: KeySet) { method = .keys(Locked(keys)) }

    /// Takes other keys from now on. Any thread.
    package func replace(_ keys: KeySet) {
        guard case .keys(let current) = method else { preconditionFailure("a signer with a secret has no keys") }
        current.withLock { $0 = keys }
    }

    /// What `/.well-known/jwks.json` tells.
    package var publicKeys: String {
        switch method {
        case .secret: KeySet.emptyJSON
        case .keys(let keys): keys.withLock { $0 }.json
        }
    }

    /// The token's header and what it says, signed: a JWS in compact form (RFC 7515, section 7.1).
    func token(claiming claims: [UInt8]) -> String {
        switch method {
        case .secret(let secret):
            let text = Self.text(#"{"alg":"HS256","typ":"at+jwt"}"#, claims)
            return text + "." + Base64.url.encode(MessageCode.code(of: Array(text.utf8), key: secret))
        case .keys(let keys):
            let key = keys.withLock { $0 }.signing
            let text = Self.text(#"{"alg":"EdDSA","typ":"at+jwt","kid":"\#(key.id)"}"#, claims)
            return text + "." + Base64.url.encode(key.signature(of: Array(text.utf8)))
        }
    }

    private static func text(_ header: String, _ claims: [UInt8]) -> String {
        Base64.url.encode(Array(header.utf8)) + "." + Base64.url.encode(claims)
    }

    /// Whether this signer made the signature. The header's algorithm has to be the pinned one, so that neither `none`
    /// nor a public key taken for a secret gets through.
    func isSigned(_ token: CompactToken) -> Bool {
        switch method {
        case .secret(let secret):
            token.algorithm == "HS256" && areEqual(MessageCode.code(of: token.signed, key: secret), token.signature)
        case .keys(let keys):
            token.algorithm == "EdDSA"
                && token.keyID.flatMap { id in keys.withLock { $0.key(id) } }?
                    .isSignature(token.signature, of: token.signed) ?? false
        }
    }
}
