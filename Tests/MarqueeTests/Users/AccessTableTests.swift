import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// Who may use what, as the schema says it and as the server does it.
@Suite struct AccessTableTests {
    /// A field of the schema, with what its own `@auth` and that of its type demand.
    private struct Guarded {
        let type: TypeDefinition
        let field: FieldDefinition
        let role: Role?
    }

    private static let schema = Result { try Schema(sdl: EmbeddedText.schema) }

    private static func fields() throws -> [Guarded] {
        let schema = try schema.get()
        return schema.types.filter { $0.kind == .object && !$0.name.hasPrefix("__") }.flatMap { type in
            type.fields.map { Guarded(type: type, field: $0, role: demanded(type.directives + $0.directives)) }
        }
    }

    /// What `@auth` among the directives demands.
    fileprivate static func demanded(_ directives: [AppliedDirective]) -> Role? {
        directives.filter { $0.name == "auth" }.compactMap {
            $0.arguments["requires"]?.string.flatMap { Role(rawValue: $0.lowercased()) }
        }.max()
    }

    /// What takes a role, printed from the schema: whoever changes a line here changes who may do what.
    @Test func `the table of guarded fields is this`() throws {
        let lines = try Self.fields().compactMap { guarded in
            guarded.role.map { "\(guarded.type.name).\(guarded.field.name) \($0.rawValue)" }
        }
        #expect(
            lines.sorted() == [
                "Mutation.addManualMovie user", "Mutation.addManualShow user", "Mutation.addToList user",
                "Mutation.changePassword user", "Mutation.createApiKey user", "Mutation.createEpisode admin",
                "Mutation.createGenre admin", "Mutation.createList user", "Mutation.createMovie admin",
                "Mutation.createPerson admin", "Mutation.createSeason admin", "Mutation.createShow admin",
                "Mutation.deleteAccount user", "Mutation.deleteEpisode admin", "Mutation.deleteGenre admin",
                "Mutation.deleteList user", "Mutation.deleteManualTitle user", "Mutation.deleteMovie admin",
                "Mutation.deletePerson admin", "Mutation.deletePlays user", "Mutation.deleteReview user",
                "Mutation.deleteSeason admin", "Mutation.deleteShow admin", "Mutation.endRewatch user",
                "Mutation.logPlay user", "Mutation.logout user", "Mutation.logoutEverywhere user",
                "Mutation.markEpisodeWatched user", "Mutation.markSeasonWatched user",
                "Mutation.markShowWatchedUntil user", "Mutation.moveListEntry user", "Mutation.purgeCache admin",
                "Mutation.rate user", "Mutation.removeFromLibrary user", "Mutation.removeFromList user",
                "Mutation.removeRating user", "Mutation.revokeApiKey user", "Mutation.revokeSession user",
                "Mutation.saveReview user", "Mutation.setFavorite user", "Mutation.setLibraryStatus user",
                "Mutation.setReviewLike user", "Mutation.setUserRole admin", "Mutation.startRewatch user",
                "Mutation.unmarkEpisodeWatched user", "Mutation.unmarkSeasonWatched user",
                "Mutation.unmarkShowWatched user", "Mutation.updateEpisode admin", "Mutation.updateGenre admin",
                "Mutation.updateLibraryEntry user", "Mutation.updateList user", "Mutation.updateListEntry user",
                "Mutation.updateManualTitle user", "Mutation.updateMovie admin", "Mutation.updatePerson admin",
                "Mutation.updatePlay user", "Mutation.updateProfile user", "Mutation.updateSeason admin",
                "Mutation.updateSettings user", "Mutation.updateShow admin", "Mutation.warmCache admin",
                "Subscription.progressChanged user",
            ])
    }

    /// Asks every field of the schema as nobody and in each role: it is refused exactly where the schema says so.
    @Test(arguments: [nil, Role.user, .moderator, .admin])
    func `a walk through the whole schema meets the table`(role: Role?) async throws {
        try await AccountTestBed.run { bed in
            var token: String?
            if let role {
                let account = try await bed.register("walks.\(role.rawValue)")
                try AccountDatabase.owner().query(
                    "update accounts set role = $1::text::user_role where user_id = $2",
                    [.text(role.rawValue), .int(account.key)])
                token = try await bed.login("walks.\(role.rawValue)").token
            }
            let walk = try Walk(Self.schema.get())
            for guarded in try Self.fields() {
                guard let (document, wayRole) = walk.document(reaching: guarded.type, guarded.field) else {
                    Issue.record("\(guarded.type.name).\(guarded.field.name) is reached from no root")
                    continue
                }
                let answer = try await bed.refusals(document, as: token)
                let needed = [guarded.role, wayRole].compactMap { $0 }.max()
                let isAllowed = needed.map { needed in role.map { $0 >= needed } ?? false } ?? true
                let expected = isAllowed ? [] : [role == nil ? "UNAUTHENTICATED" : "FORBIDDEN"]
                #expect(answer == expected, "\(document)")
            }
        }
    }
}

/// Finds documents that ask for a field of a type, by the shortest way from a root.
private struct Walk {
    private let schema: Schema
    /// How each type is reached: the document's beginning and its end, and what the fields on the way demand.
    private var ways: [TypeID: (opening: String, closing: String, role: Role?)] = [:]

    init(_ schema: Schema) {
        self.schema = schema
        var next: [TypeID] = []
        let roots = [
            (schema.queryType, "query"), (schema.mutationType, "mutation"), (schema.subscriptionType, "subscription"),
        ]
        for (root, word) in roots {
            guard let root else { continue }
            ways[root] = ("\(word) { ", " }", nil)
            next.append(root)
        }
        while !next.isEmpty {
            let type = next.removeFirst()
            guard let (opening, closing, role) = ways[type] else { continue }
            for field in schema[type].fields where schema[field.namedType].isComposite {
                let call = "\(opening)\(field.name)\(arguments(of: field)) { "
                let demanded = AccessTableTests.demanded(schema[type].directives + field.directives)
                for member in schema.possibleTypes(field.namedType) where ways[member] == nil {
                    ways[member] = (
                        "\(call)... on \(schema[member].name) { ", " } }\(closing)",
                        [role, demanded].compactMap { $0 }.max()
                    )
                    next.append(member)
                }
            }
        }
    }

    /// The document, and what the fields on the way to the type demand.
    func document(reaching type: TypeDefinition, _ field: FieldDefinition) -> (String, Role?)? {
        let selection = schema[field.namedType].isComposite ? " { __typename }" : ""
        let call = "\(field.name)\(arguments(of: field))\(selection)"
        if type.id == schema.subscriptionType { return ("subscription { \(call) }", nil) }
        guard let (opening, closing, role) = ways[type.id] else { return nil }
        return (opening + call + closing, role)
    }

    private func arguments(of field: FieldDefinition) -> String {
        let given = field.arguments.filter(\.isRequired).map { "\($0.name): \(value(of: $0.type))" }
        return given.isEmpty ? "" : "(\(given.joined(separator: ", ")))"
    }

    /// A value that fits the type, if not the world.
    private func value(of type: TypeReference) -> String {
        switch type {
        case .nonNull(let inner): return value(of: inner)
        case .list(let inner): return "[\(value(of: inner))]"
        case .named: break
        }
        let type = schema[type.namedType]
        switch type.kind {
        case .enum: return type.enumValues[0].name
        case .inputObject:
            let required = type.isOneOf ? Array(type.inputFields.prefix(1)) : type.inputFields.filter(\.isRequired)
            return "{\(required.map { "\($0.name): \(value(of: $0.type))" }.joined(separator: ", "))}"
        default: return ["Int": "1", "Float": "1", "Stars": "1", "Boolean": "true"][type.name] ?? "\"M_1\""
        }
    }
}
