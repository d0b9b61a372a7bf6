internal import Authentication
internal import EventLoop
internal import GraphQLHTTP
internal import HTTPServer
internal import Marquee

/// What signs people in, as the settings want it.
struct AccountSetup: Sendable {
    let services: AccountServices
    private let signer: TokenSigner
    /// Nil where a secret signs.
    private let folder: KeyFolder?

    /// Who reads tokens knows their issuer by the server's address, if it has one.
    init(_ settings: Settings) throws {
        if let secret = settings.tokenSecret {
            (signer, folder) = (TokenSigner(secret: secret), nil)
        } else {
            let folder = KeyFolder(settings.tokenKeys ?? "\(settings.home)/keys")
            (signer, self.folder) = (TokenSigner(keys: try folder.load()), folder)
        }
        services = AccountServices(
            tokens: AccessTokens(signer: signer, issuer: settings.publicURL ?? "marquee"),
            passwords: PasswordHasher(
                threads: settings.loops, cost: ScryptCost(log2N: settings.scryptCost)),
            isOpen: settings.registration == .open)
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
    func stop() { services.passwords.stop() }
}

extension Router {
    /// `/.well-known/jwks.json`: the keys that verify access tokens, for other services.
    mutating func addKeys(of signer: TokenSigner) {
        add("/.well-known/jwks.json") { _ in
            HTTPResponse(
                headers: ["Content-Type": "application/jwk-set+json", "Cache-Control": "public, max-age=300"],
                body: .bytes(Array(signer.publicKeys.utf8)))
        }
    }
}
