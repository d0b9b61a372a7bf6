import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func profileMutations(_ schema: Schema) {
        mutation("updateProfile", in: schema, { try await $1.context.updateProfile($0) }) { payload in
            payload.entity("user", UserStatements.byID, key: \.id)
        }
        mutation("updateSettings", in: schema, { try await $1.context.updateSettings($0) }) { payload in
            payload.child("viewer") { $0.value }
        }
    }
}

extension RequestContext {
    fileprivate func updateProfile(_ input: MutationInput) async throws -> Viewer {
        let viewer = try signedIn()
        let username = input.string("username")
        if input.isGiven("username"), username.map(AccountRules.isUsername) != true {
            throw input.invalid(
                "username", "A name is made of the letters A to Z, digits, dots, dashes and underscores.")
        }
        if let objection = input.string("displayName").flatMap(AccountRules.objection(toDisplayName:)) {
            throw input.invalid("displayName", objection)
        }
        for name in ["avatarUrl", "website"] {
            if let address = input.string(name), !AccountRules.isWebAddress(address) {
                throw input.invalid(
                    name, "Expected an address that begins with http:// or https://, of at most 2000 bytes.")
            }
        }
        let others = ["displayName", "bio", "avatarUrl", "website"].flatMap { name -> [Parameter] in
            [.bool(input.isGiven(name)), .text(input.string(name))]
        }
        return try await refusing(["users_username_key": .conflict(input.path("username"), "This name is taken.")]) {
            _ = try await write(AccountCommands.setProfile, [.text(username)] + others)
            return viewer
        }
    }

    fileprivate func updateSettings(_ input: MutationInput) async throws -> Viewer {
        let viewer = try signedIn()
        guard let settings = input.object("settings") else { throw input.invalid("settings", "Nothing is given.") }
        var new = try NewSettings(settings)
        if let zone = new.timeZone {
            guard let name = try await canonical(timeZone: zone) else {
                throw settings.invalid(
                    "timeZone",
                    "The IANA database has no time zone of this name. Expected one such as Europe/Vienna or UTC.")
            }
            new.timeZone = name
        }
        let gone = UserError.notFound(settings.path("favoriteGenres"), id: nil)
        return try await refusing(["favorite_genres_genre_id_fkey": gone]) { [new] in
            try await transaction { connection in
                _ = try await connection.query(AccountCommands.setSettings, new.parameters)
                if let privacy = new.privacy {
                    _ = try await connection.query(AccountCommands.setPrivacy, [.text(privacy)])
                }
                if let genres = new.favoriteGenres {
                    _ = try await connection.query(AccountCommands.clearFavoriteGenres)
                    _ = try await connection.query(AccountCommands.addFavoriteGenres, [.bigints(genres)])
                }
                return viewer
            }
        }
    }
}

/// The settings of an update, checked; nil for what stays.
private struct NewSettings {
    let privacy: String?
    var timeZone: String?
    let favoriteGenres: [Int64]?
    private let languages: [String]?
    private let spoilers: String?
    private let includeAdult: Bool?

    init(_ input: MutationInput) throws(UserErrors) {
        for name in ["privacy", "languages", "timeZone", "spoilers", "includeAdult"]
        where input.fields.object[name] == .null {
            throw input.invalid(name, "A setting has a value always: null is none.")
        }
        privacy = input.enumName("privacy")
        spoilers = input.enumName("spoilers")
        includeAdult = input.boolean("includeAdult")
        timeZone = input.string("timeZone")
        let tags = input.strings("languages")
        let known = tags?.compactMap { LanguageTag($0)?.description }
        if known?.count != tags?.count {
            throw input.invalid("languages", "Expected language tags such as `en` or `pt-BR`.")
        }
        languages = known?.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        favoriteGenres = try Self.genres(input)
    }

    /// Each once, in order; none if they are cleared, nil if they stay.
    private static func genres(_ input: MutationInput) throws(UserErrors) -> [Int64]? {
        guard input.isGiven("favoriteGenres") else { return nil }
        var keys: [Int64] = []
        for (index, text) in (input.strings("favoriteGenres") ?? []).enumerated() {
            guard let id = GlobalID(text), id.kind == .genre else {
                throw UserErrors(.notFound(input.path("favoriteGenres") + ["\(index)"], id: text))
            }
            if !keys.contains(id.key) { keys.append(id.key) }
        }
        return keys
    }

    /// Of `AccountCommands.setSettings`.
    var parameters: [Parameter] {
        [languages.map { .texts($0) } ?? .null, .text(timeZone), .text(spoilers), .bool(includeAdult)]
    }
}
