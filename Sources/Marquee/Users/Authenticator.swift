package import Authentication
package import EventLoop
import GraphQLHTTP
package import PostgreSQL

/// Why a credential does not count, as its bearer may read it.
package struct CredentialRefusal: Error, Sendable {
    package let message: String

    static let notOurs = CredentialRefusal(
        message: "The token is none of this server's, or no longer counts. Sign in again.")
    static let expired = CredentialRefusal(
        message: "The access token has expired. Call refreshToken, without this token, for a new one.")
    static let notYetValid = CredentialRefusal(
        message: "The access token is not valid yet: the clocks of this server and the one that made it differ.")
    static let ended = CredentialRefusal(
        message: "The access token no longer counts: its session was ended, or the account has changed. Sign in again.")
}

/// Finds out on one loop whose credential a request carries, and remembers it until PostgreSQL says that something of the
/// account has changed. While that is not heard, nothing is remembered.
package final class Authenticator: Sendable {
    private struct State {
        var cache: CredentialCache<Viewer>
        /// API keys that were looked for and are nobody's. Nobody can guess what key will be made, so none of these will
        /// be one; they are forgotten soon all the same.
        var strangers = CredentialCache<CredentialRefusal>(capacity: 1000)
        var isListening = false
        /// Counts what was heard, so that what was read before is not kept after.
        var news = 0
    }

    private let pool: PostgreSQLPool
    private let tokens: AccessTokens
    private let budget: RateBudget?
    private let state: LoopBound<State>

    /// For how many seconds it is remembered that a key is nobody's.
    private static let lifetimeOfStrangers: Int64 = 10

    /// - Parameters:
    ///   - budget: knows of which addresses too much was refused; nil for no limit.
    ///   - capacity: how many credentials are remembered.
    package init(
        loop: EventLoop, pool: PostgreSQLPool, tokens: AccessTokens, budget: RateBudget? = nil, capacity: Int = 10_000
    ) {
        self.pool = pool
        self.tokens = tokens
        self.budget = budget
        state = LoopBound(loop, State(cache: CredentialCache(capacity: capacity)))
    }

    /// Whose credential it is: an access token or an API key. Throws `CredentialRefusal`, that too much from the address
    /// was refused, or that the database is away.
    package func viewer(bearing credential: String, from address: @autoclosure () -> String = "") async throws -> Viewer
    {
        let digest = Digest(of: credential)
        let now = Moment.now.seconds
        let (known, stranger, news) = state.withValue {
            ($0.cache.find(digest, now: now), $0.strangers.find(digest, now: now), $0.news)
        }
        if let known { return known }
        if let stranger { throw stranger }
        // Neither a signature is checked nor a key looked for.
        if let error = budget?.refusal(of: address()) { throw ContextRefusal(limit: error) }
        let (viewer, expiresAt) =
            APIKeySecret.isOne(credential) ? try await owner(of: digest) : try await bearer(of: credential)
        state.withValue { state in
            guard state.isListening, state.news == news else { return }
            state.cache.keep(viewer, of: viewer.id, under: digest, until: expiresAt)
        }
        return viewer
    }

    private func bearer(of token: String) async throws -> (Viewer, expiresAt: Int64) {
        let claims: AccessClaims
        do throws(TokenRefusal) {
            claims = try tokens.claims(of: token)
        } catch {
            switch error {
            case .expired: throw CredentialRefusal.expired
            case .notYetValid: throw CredentialRefusal.notYetValid
            case .notOurs, .meantForOthers: throw CredentialRefusal.notOurs
            }
        }
        let rows = try await pool.query(
            AccountCommands.check, [.text(claims.session)],
            viewer: ViewerScope(userID: claims.account, role: Role.user.rawValue))
        guard !rows.isEmpty, rows.int(0, 0) == claims.epoch, rows.bool(0, 2), let role = Role(rawValue: rows.text(0, 1))
        else { throw CredentialRefusal.ended }
        let viewer = Viewer(
            id: claims.account, role: role, credential: .session(claims.session),
            expiresAt: Moment(seconds: claims.expiresAt))
        return (viewer, claims.expiresAt)
    }

    private func owner(of key: Digest) async throws -> (Viewer, expiresAt: Int64) {
        let rows = try await pool.query(APIKeyCommands.find, [.bytes(key.bytes)])
        guard !rows.isEmpty, let role = Role(rawValue: rows.text(0, 2)) else {
            let end = Moment.now.seconds + Self.lifetimeOfStrangers
            state.withValue { $0.strangers.keep(.notOurs, of: 0, under: key, until: end) }
            throw CredentialRefusal.notOurs
        }
        let end = rows.optionalInt(0, 4).map(Moment.init(seconds:))
        let viewer = Viewer(
            id: rows.int(0, 0), role: role, credential: .apiKey(canWrite: rows.bool(0, 3)), expiresAt: end)
        // Found out again from time to time, which keeps the note of its last use fresh.
        let expiresAt = min(end ?? .now + 60, .now + 60).seconds
        _ = try await pool.query(APIKeyCommands.noteUse, [.int(rows.int(0, 1))], viewer: viewer.scope)
        return (viewer, expiresAt)
    }

    /// Takes in what is told on `accountNews`. On the loop.
    package func hear(_ news: NotificationHub.News) {
        state.withValue { state in
            state.news += 1
            switch news {
            case .connected:
                state.isListening = true
                state.cache.forgetAll()
            case .lost:
                state.isListening = false
                state.cache.forgetAll()
            case .notification(let payload):
                if let account = Int64(payload) { state.cache.forget(account: account) }
            }
        }
    }

    /// The channel on which PostgreSQL names accounts of which something has changed.
    package static let accountNews = "marquee_accounts"
}
