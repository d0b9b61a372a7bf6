import Authentication
import GraphQL
import HTTPServer

/// `AuthTokens` of the schema.
struct AuthTokens: Sendable {
    let accessToken: String
    let accessTokenExpiresAt: Moment
    let refreshToken: String
    let refreshTokenExpiresAt: Moment
}

/// What signing in gives.
struct SignedIn: Sendable {
    let account: Int64
    let tokens: AuthTokens
}

/// How long sessions live.
enum SessionTimes {
    /// Of a refresh token that nobody uses, in seconds.
    static let lifetime: Int64 = 30 * 24 * 60 * 60
    /// For how long a used refresh token may come again, in seconds: from a second tab, or after a lost answer.
    static let grace: Int64 = 10
}

/// A refresh token that is about to be stored, and from whom it is asked.
struct NewRefreshToken: Sendable {
    let text = "mqr_" + Randomness.text(bytes: 32)
    let userAgent: String?
    let address: String?

    init(for caller: Caller) {
        userAgent = caller.userAgent.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(300))) }
        address = IPAddress(caller.address) == nil ? nil : caller.address
    }

    var hash: [UInt8] { Digest(of: text).bytes }
}

extension AccountServices {
    /// The tokens of a session that has just been stored.
    func tokens(
        account: Int64, epoch: Int64, session: String, _ refreshToken: NewRefreshToken, until expiresAt: Int64
    ) -> AuthTokens {
        let (token, claims) = tokens.make(account: account, epoch: epoch, session: session)
        return AuthTokens(
            accessToken: token, accessTokenExpiresAt: Moment(seconds: claims.expiresAt),
            refreshToken: refreshToken.text, refreshTokenExpiresAt: Moment(seconds: expiresAt))
    }
}

extension Resolvers<RequestContext> {
    mutating func authTokens() {
        object("AuthTokens", AuthTokens.self) { tokens in
            tokens.value("accessToken", \.accessToken)
            tokens.value("accessTokenExpiresAt", \.accessTokenExpiresAt)
            tokens.value("refreshToken", \.refreshToken)
            tokens.value("refreshTokenExpiresAt", \.refreshTokenExpiresAt)
        }
    }
}

extension ObjectBinder<Payload<SignedIn>, RequestContext> {
    /// `user` and `tokens` of a payload.
    mutating func signedIn() {
        entity("user", UserStatements.byID, key: \.account)
        child("tokens") { $0.value?.tokens }
    }
}
