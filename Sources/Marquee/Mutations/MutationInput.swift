import GraphQL

/// The input of a mutation, or an object within it, with the way to it for errors.
struct MutationInput: Sendable {
    let fields: FieldArguments
    private let way: [String]

    init(_ object: InputObject, way: [String] = ["input"]) {
        fields = FieldArguments(object)
        self.way = way
    }

    func path(_ name: String) -> [String] { way + [name] }

    /// Nil if it is absent or null.
    func string(_ name: String) -> String? { fields.string(name) }
    func boolean(_ name: String) -> Bool? { fields.boolean(name) }
    func int(_ name: String) -> Int64? { fields.int(name) }
    func strings(_ name: String) -> [String]? { fields.list(name)?.compactMap(\.string) }

    /// An enum's value as PostgreSQL spells it.
    func enumName(_ name: String) -> String? { string(name)?.lowercased() }

    func object(_ name: String) -> MutationInput? {
        fields.object(name).map { MutationInput($0, way: path(name)) }
    }

    /// Whether a field stands in the input, null included: in an update, one left out keeps its value and an explicit null
    /// clears it.
    func isGiven(_ name: String) -> Bool { fields.object[name] != nil }

    /// The ID in a required field, which has to be of one of some kinds.
    func id(_ name: String, of kinds: NodeKind...) throws(UserErrors) -> GlobalID {
        let text = string(name) ?? ""
        guard let id = GlobalID(text), kinds.contains(id.kind) else { throw notFound(name) }
        return id
    }

    // MARK: Errors

    func notFound(_ name: String) -> UserErrors { UserErrors(.notFound(path(name), id: string(name))) }

    func invalid(_ name: String, _ message: String, min: Double? = nil, max: Double? = nil) -> UserErrors {
        UserErrors(.invalid(path(name), message, min: min, max: max))
    }
}
