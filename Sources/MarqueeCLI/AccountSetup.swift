internal import Authentication
internal import EventLoop
internal import GraphQLHTTP
internal import HTTPServer
internal import Marquee
internal import Redis

/// What signs people in and counts what they do, as the settings want it. Shared by all loops.
struct AccountSetup: Sendable {
    let tokens: AccessTokens
    private let settings: Settings
    private let passwords: PasswordHasher
    private let signer: TokenSigner
    /// Nil where a secret signs.
    private let folder: KeyFolder?
    private let deployment: String
    private let fallback = RateFallback()

    /// - Parameter deployment: names the database.
    init(_ settings: Settings, deployment: String) throws {
        self.settings = settings
        self.deployment = deployment
        if let secret = settings.tokenSecret {
            (signer, folder) = (TokenSigner(secret: secret), nil)
        } else {
            let folder = KeyFolder(settings.tokenKeys ?? "\(settings.home)/keys")
            do {
                (signer, self.folder) = (TokenSigner(keys: try folder.load()), folder)
            } catch {
                throw UnusableKeys(reason: error)
            }
        }
        // Who reads tokens knows their issuer by the server's address, if it has one.
        tokens = AccessTokens(signer: signer, issuer: settings.publicURL ?? "marquee")
        passwords = PasswordHasher(threads: settings.loops, cost: ScryptCost(log2N: settings.scryptCost))
    }

    /// What a loop signs people in with.
    func services(redis: RedisClient) -> AccountServices {
        let limits = settings.signInLimit.map {
            SignInLimits(store: store(redis), perAccount: $0, exempt: settings.rateLimitExempt)
        }
        return AccountServices(
            tokens: tokens, passwords: passwords, isOpen: settings.registration == .open, limits: limits)
    }

    /// What callers may spend on a loop; nil for no limit.
    func budget(on loop: EventLoop, redis: RedisClient) -> RateBudget? {
        settings.rateLimit.map {
            RateBudget(loop: loop, store: store(redis), limit: $0, exempt: settings.rateLimitExempt)
        }
    }

    private func store(_ redis: RedisClient) -> RateStore {
        RateStore(redis: redis, deployment: deployment, table: fallback)
    }

    /// Reads the folder of keys every minute: another server may have made one, or the next is due. On the loop.
    func keepKeysFresh(on loop: EventLoop, _ sideThreads: SideThreads) {
        guard let folder else { return }
        loop.spawn { [signer] in
            while (try? await loop.sleep(for: .seconds(60))) != nil {
                do {
                    signer.replace(try await sideThreads.run { try folder.load() })
                } catch {
                    OperatorLog.warn("\(error); the keys of the last minute go on")
                }
            }
        }
    }

    /// Blocks until what is being computed is done.
    func stop() { passwords.stop() }

    /// `/.well-known/jwks.json`: the keys that verify access tokens, for other services.
    func addKeys(to router: inout Router) {
        router.add("/.well-known/jwks.json") { [signer] _ in
            HTTPResponse(
                headers: ["Content-Type": "application/jwk-set+json", "Cache-Control": "public, max-age=300"],
                body: .bytes(Array(signer.publicKeys.utf8)))
        }
    }
}

/// The server has no keys to sign access tokens with. Names the setting that mends it.
private struct UnusableKeys: Error, CustomStringConvertible {
    let reason: KeyFolder.Unusable

    var description: String {
        "\(reason); mend that, or set MARQUEE_JWT_KEYS to a folder that this user can write"
    }
}
