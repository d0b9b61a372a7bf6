import Authentication
import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    /// All mutations on accounts.
    mutating func accountMutations(_ schema: Schema) {
        authTokens()
        mutation("register", in: schema, { try await $1.context.register($0) }) { $0.signedIn() }
        mutation("login", in: schema, { try await $1.context.login($0) }) { $0.signedIn() }
        mutation("refreshToken", in: schema, { try await $1.context.refreshToken($0) }) { $0.signedIn() }
        sessionMutations(schema)
        passwordMutations(schema)
        profileMutations(schema)
        apiKeyMutations(schema)
        roleMutations(schema)
    }
}

extension RequestContext {
    fileprivate func register(_ input: MutationInput) async throws -> SignedIn {
        let services = try accountServices()
        guard services.isOpen else {
            throw UserErrors(.access(.forbidden, [], "This server takes no new accounts by registration."))
        }
        let new = try NewAccount(input)
        try await services.limits?.registration(by: caller)
        let hash = try await services.hash(new.password)
        return try await refusing(new.conflicts) {
            try await transaction(as: nil) { connection in
                let account = try await connection.query(
                    AccountCommands.make, [.text(new.username), .text(new.email), .text(hash), .text(new.displayName)]
                ).int(0, 0)
                let scope = ViewerScope(userID: account, role: Role.user.rawValue)
                if let language = new.language {
                    _ = try await connection.query(AccountCommands.setFirstLanguage, [.text(language)], viewer: scope)
                }
                let session = NewSession(self, device: nil)
                let rows = try await connection.query(SessionCommands.start, session.parameters(hash), viewer: scope)
                return SignedIn(account: account, tokens: session.tokens(account, rows, services))
            }
        }
    }

    /// Takes the same time and answers the same whether there is no such account or the password is wrong.
    fileprivate func login(_ input: MutationInput) async throws -> SignedIn {
        let services = try accountServices()
        let refusal = UserErrors(.access(.badCredentials, [], "User name or password is wrong."))
        let password = input.string("password") ?? ""
        let found = try await query(AccountCommands.forLogin, [.text(input.string("identifier") ?? "")])
        let account = found.isEmpty ? 0 : found.int(0, 0)
        let stored = found.isEmpty ? nil : found.text(0, 1)
        let name = stored == nil ? "?" + (input.string("identifier") ?? "").lowercased() : "\(account)"
        let comparison = try await services.compare(password, with: stored, of: name, by: caller)
        guard comparison.isRight, var hash = stored else { throw refusal }
        let scope = ViewerScope(userID: account, role: Role.user.rawValue)
        if let renewed = comparison.renewed {
            let changed = try await query(
                AccountCommands.renewHash, [.text(renewed), .text(hash)], viewer: scope)
            if changed.affected == 1 { hash = renewed }
        }
        let session = NewSession(self, device: input.string("device"))
        let started = try await query(SessionCommands.start, session.parameters(hash), viewer: scope)
        guard !started.isEmpty else { throw refusal }
        return SignedIn(account: account, tokens: session.tokens(account, started, services))
    }

    fileprivate func refreshToken(_ input: MutationInput) async throws -> SignedIn {
        let services = try accountServices()
        let refusal = UserErrors(
            .access(
                .badToken, input.path("refreshToken"), "The refresh token is wrong, used up or too old. Sign in again.")
        )
        let hash = Digest(of: input.string("refreshToken") ?? "").bytes
        let found = try await query(SessionCommands.find, [.bytes(hash)])
        guard !found.isEmpty else { throw refusal }
        let account = found.int(0, 0)
        let successor = NewRefreshToken(for: caller)
        let rotated = try await query(
            SessionCommands.rotate,
            [
                .int(found.int(0, 1)), .bytes(successor.hash), .int(SessionTimes.lifetime), .int(SessionTimes.grace),
                .text(successor.userAgent), .text(successor.address),
            ], viewer: ViewerScope(userID: account, role: Role.user.rawValue))
        guard rotated.text(0, 0) == "rotated" else { throw refusal }
        let tokens = services.tokens(
            account: account, epoch: rotated.int(0, 2), session: rotated.text(0, 1), successor,
            until: rotated.int(0, 3))
        return SignedIn(account: account, tokens: tokens)
    }
}

/// The input of `register`, checked.
private struct NewAccount {
    let username: String
    let email: String
    let password: String
    let displayName: String?
    let language: String?
    /// What it means that the name or the address is taken.
    let conflicts: [String: UserError]

    init(_ input: MutationInput) throws(UserErrors) {
        username = input.string("username") ?? ""
        email = (input.string("email") ?? "").lowercased()
        password = input.string("password") ?? ""
        displayName = input.string("displayName")
        let tag = input.string("language")
        language = tag.flatMap { LanguageTag($0) }?.description
        conflicts = [
            "users_username_key": .conflict(input.path("username"), "This name is taken."),
            "accounts_email_key": .conflict(input.path("email"), "There is an account with this address."),
        ]
        var errors: [UserError] = []
        if !AccountRules.isUsername(username) {
            errors.append(
                .invalid(
                    input.path("username"),
                    "A name is made of the letters A to Z, digits, dots, dashes and underscores."))
        }
        if !AccountRules.isEmail(email) {
            errors.append(.invalid(input.path("email"), "This is no e-mail address."))
        }
        if let objection = AccountRules.objection(to: password, username: username, email: email) {
            errors.append(.invalid(input.path("password"), objection))
        }
        if let objection = displayName.flatMap(AccountRules.objection(toDisplayName:)) {
            errors.append(.invalid(input.path("displayName"), objection))
        }
        if tag != nil, language == nil {
            errors.append(.invalid(input.path("language"), "This is no language tag such as `en` or `pt-BR`."))
        }
        if !errors.isEmpty { throw UserErrors(errors) }
    }
}

/// A session that is about to be stored.
private struct NewSession {
    private let family = Randomness.uuid()
    private let refreshToken: NewRefreshToken
    private let device: String?

    init(_ context: RequestContext, device: String?) {
        refreshToken = NewRefreshToken(for: context.caller)
        self.device = device
    }

    /// Of `SessionCommands.start`.
    func parameters(_ passwordHash: String) -> [Parameter] {
        [
            .text(passwordHash), .text(family), .bytes(refreshToken.hash), .text(device),
            .text(refreshToken.userAgent), .text(refreshToken.address), .int(SessionTimes.lifetime),
        ]
    }

    /// - Parameter started: what `SessionCommands.start` gave.
    func tokens(_ account: Int64, _ started: Rows, _ services: AccountServices) -> AuthTokens {
        services.tokens(
            account: account, epoch: started.int(0, 0), session: family, refreshToken, until: started.int(0, 1))
    }
}
