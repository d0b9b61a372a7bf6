private import Glibc
private import GraphQL

/// What an access token says of its bearer.
package struct AccessClaims: Hashable, Sendable {
    package let account: Int64
    /// The account's token epoch when the token was made.
    package let epoch: Int64
    /// The session it belongs to: a UUID.
    package let session: String
    /// Seconds since 1970, as all times here.
    package let expiresAt: Int64

    package init(account: Int64, epoch: Int64, session: String, expiresAt: Int64) {
        self.account = account
        self.epoch = epoch
        self.session = session
        self.expiresAt = expiresAt
    }
}

/// Why a token does not count. Only who holds a token that was signed here learns more than that.
package enum TokenRefusal: Error, Hashable, Sendable {
    case notOurs
    case expired
    /// Its time has not come: the clock of the server that made it is ahead.
    case notYetValid
    /// It is for other readers or by another issuer.
    case meantForOthers
}

/// Makes and verifies access tokens: JWTs (RFC 7519) in the profile of RFC 9068.
package struct AccessTokens: Sendable {
    private let signer: TokenSigner
    private let issuer: String
    private let audience: String
    private let lifetime: Int64
    /// By how much clocks of servers may differ, in seconds.
    private let leeway: Int64
    private let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - lifetime: of a token, in seconds.
    ///   - now: the time, in seconds since 1970.
    package init(
        signer: TokenSigner, issuer: String, audience: String = "marquee", lifetime: Int64 = 15 * 60,
        leeway: Int64 = 10, now: @escaping @Sendable () -> Int64 = { Int64(time(nil)) }
    ) {
        self.signer = signer
        self.issuer = issuer
        self.audience = audience
        self.lifetime = lifetime
        self.leeway = leeway
        self.now = now
    }

    package func make(account: Int64, epoch: Int64, session: String) -> (token: String, claims: AccessClaims) {
        let now = now()
        let claims = AccessClaims(account: account, epoch: epoch, session: session, expiresAt: now + lifetime)
        func number(_ value: Int64) -> JSONValue { .number("\(value)") }
        var payload: [UInt8] = []
        JSONValue.object([
            JSONMember("iss", .string(issuer)), JSONMember("aud", .string(audience)),
            JSONMember("sub", .string("\(account)")), JSONMember("iat", number(now)), JSONMember("nbf", number(now)),
            JSONMember("exp", number(claims.expiresAt)), JSONMember("jti", .string(Randomness.text(bytes: 12))),
            JSONMember("sid", .string(session)), JSONMember("epoch", number(epoch)),
        ]).append(to: &payload)
        return (signer.token(claiming: payload), claims)
    }

    /// What a token says, once its signature and all its claims hold.
    package func claims(of text: String) throws(TokenRefusal) -> AccessClaims {
        guard let token = CompactToken(text), signer.isSigned(token) else { throw .notOurs }
        let claims = token.claims
        guard let expiry = claims["exp"]?.int64, let start = claims["nbf"]?.int64, let birth = claims["iat"]?.int64,
            let account = claims["sub"]?.string.flatMap({ Int64($0) }), let epoch = claims["epoch"]?.int64,
            let session = claims["sid"]?.string, claims["jti"]?.string?.isEmpty == false
        else { throw .notOurs }
        let now = now()
        guard expiry > now - leeway else { throw .expired }
        guard start <= now + leeway, birth <= now + leeway else { throw .notYetValid }
        guard claims["iss"]?.string == issuer, Self.audiences(claims["aud"]).contains(audience) else {
            throw .meantForOthers
        }
        return AccessClaims(account: account, epoch: epoch, session: session, expiresAt: expiry)
    }

    private static func audiences(_ claim: JSONValue?) -> [String] {
        claim?.string.map { [$0] } ?? claim?.array?.compactMap(\.string) ?? []
    }
}
