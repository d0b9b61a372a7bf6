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
            type.fields.map { field in
                let roles = (type.directives + field.directives).filter { $0.name == "auth" }.compactMap {
                    $0.arguments["requires"]?.string.flatMap { Role(rawValue: $0.lowercased()) }
                }
                return Guarded(type: type, field: field, role: roles.max())
            }
        }
    }

    /// What takes a role, printed from the schema: whoever changes a line here changes who may do what.
    @Test func `the table of guarded fields is this`() throws {
        let lines = try Self.fields().compactMap { guarded in
            guarded.role.map { "\(guarded.type.name).\(guarded.field.name) \($0.rawValue)" }
        }
        #expect(
            lines.sorted() == [
                "Mutation.changePassword user",
                "Mutation.createApiKey user",
                "Mutation.deleteAccount user",
                "Mutation.deletePlays user",
                "Mutation.endRewatch user",
                "Mutation.logPlay user",
                "Mutation.logout user",
                "Mutation.logoutEverywhere user",
                "Mutation.markEpisodeWatched user",
                "Mutation.markSeasonWatched user",
                "Mutation.markShowWatchedUntil user",
                "Mutation.removeFromLibrary user",
                "Mutation.revokeApiKey user",
                "Mutation.revokeSession user",
                "Mutation.setFavorite user",
                "Mutation.setLibraryStatus user",
                "Mutation.setUserRole admin",
                "Mutation.startRewatch user",
                "Mutation.unmarkEpisodeWatched user",
                "Mutation.unmarkSeasonWatched user",
                "Mutation.unmarkShowWatched user",
                "Mutation.updateLibraryEntry user",
                "Mutation.updatePlay user",
                "Mutation.updateProfile user",
                "Mutation.updateSettings user",
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
                guard let document = walk.document(reaching: guarded.type, guarded.field) else {
                    Issue.record("\(guarded.type.name).\(guarded.field.name) is reached from no root")
                    continue
                }
                let answer = try await bed.refusals(document, as: token)
                let isAllowed = guarded.role.map { role ?? .user >= $0 && role != nil } ?? true
                let expected = isAllowed ? [] : [role == nil ? "UNAUTHENTICATED" : "FORBIDDEN"]
                #expect(answer == expected, "\(document)")
            }
        }
    }
}

/// Finds documents that ask for a field of a type, by the shortest way from a root.
private struct Walk {
    private let schema: Schema
    /// How each type is reached: the document's beginning and its end.
    private var ways: [TypeID: (opening: String, closing: String)] = [:]

    init(_ schema: Schema) {
        self.schema = schema
        var next: [TypeID] = []
        for (root, word) in [(schema.queryType, "query"), (schema.mutationType, "mutation")] {
            guard let root else { continue }
            ways[root] = ("\(word) { ", " }")
            next.append(root)
        }
        while !next.isEmpty {
            let type = next.removeFirst()
            guard let (opening, closing) = ways[type] else { continue }
            for field in schema[type].fields where schema[field.namedType].isComposite {
                let call = "\(opening)\(field.name)\(arguments(of: field)) { "
                for member in schema.possibleTypes(field.namedType) where ways[member] == nil {
                    ways[member] = ("\(call)... on \(schema[member].name) { ", " } }\(closing)")
                    next.append(member)
                }
            }
        }
    }

    func document(reaching type: TypeDefinition, _ field: FieldDefinition) -> String? {
        if type.id == schema.subscriptionType {
            return "subscription { \(field.name)\(arguments(of: field)) { __typename } }"
        }
        guard let (opening, closing) = ways[type.id] else { return nil }
        let selection = schema[field.namedType].isComposite ? " { __typename }" : ""
        return "\(opening)\(field.name)\(arguments(of: field))\(selection)\(closing)"
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
        default: return ["Int": "1", "Float": "1", "Boolean": "true"][type.name] ?? "\"M_1\""
        }
    }
}
