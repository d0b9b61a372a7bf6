/// A type system: immutable, built once from SDL and shared by everything.
public final class Schema: Sendable {
    public let description: String?
    /// All types, built-in ones and introspection's included; a `TypeID` is a place in it.
    public let types: [TypeDefinition]
    public let directives: [DirectiveDefinition]
    public let queryType: TypeID?
    public let mutationType: TypeID?
    public let subscriptionType: TypeID?
    public let schemaDirectives: [AppliedDirective]
    /// The `schema` definition and its extensions; empty if the root types have the default names.
    public let syntax: [Syntax]
    /// How custom scalars read input, by type name; a scalar not named takes any value as it is.
    public let scalars: [String: ScalarCoercion]
    private let typesByName: [String: TypeID]
    private let directivesByName: [String: DirectiveDefinition]
    /// For every abstract type, the object types it may be.
    private let possible: [TypeID: [TypeID]]

    public init(
        description: String? = nil, types: [TypeDefinition], directives: [DirectiveDefinition], queryType: TypeID?,
        mutationType: TypeID? = nil, subscriptionType: TypeID? = nil, schemaDirectives: [AppliedDirective] = [],
        syntax: [Syntax] = [], scalars: [String: ScalarCoercion] = [:]
    ) {
        self.description = description
        self.types = types
        self.directives = directives
        self.queryType = queryType
        self.mutationType = mutationType
        self.subscriptionType = subscriptionType
        self.schemaDirectives = schemaDirectives
        self.syntax = syntax
        self.scalars = scalars
        typesByName = Dictionary(types.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
        directivesByName = Dictionary(directives.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var possible: [TypeID: [TypeID]] = [:]
        for type in types {
            if type.kind == .union { possible[type.id] = type.members }
            if type.kind == .object {
                for interface in type.interfaces { possible[interface, default: []].append(type.id) }
            }
        }
        self.possible = possible
    }

    public subscript(id: TypeID) -> TypeDefinition { types[Int(id.rawValue)] }

    public func type(_ name: String) -> TypeDefinition? { typesByName[name].map { self[$0] } }

    public func directive(_ name: String) -> DirectiveDefinition? { directivesByName[name] }

    public func rootType(_ operation: OperationKind) -> TypeDefinition? {
        switch operation {
        case .query: queryType.map { self[$0] }
        case .mutation: mutationType.map { self[$0] }
        case .subscription: subscriptionType.map { self[$0] }
        }
    }

    /// The object types a value of the type may have; of an object type, itself.
    public func possibleTypes(_ id: TypeID) -> [TypeID] {
        self[id].kind == .object ? [id] : possible[id] ?? []
    }

    /// Whether every value of `type` is one of `supertype` (both without wrappers).
    public func isSubtype(_ type: TypeID, of supertype: TypeID) -> Bool {
        type == supertype || self[type].interfaces.contains(supertype) || self[supertype].members.contains(type)
    }

    /// How a reference is written, for example `[Movie!]!`.
    public func print(_ reference: TypeReference) -> String {
        switch reference {
        case .named(let id): self[id].name
        case .list(let inner): "[\(print(inner))]"
        case .nonNull(let inner): "\(print(inner))!"
        }
    }
}

/// How a custom scalar reads a literal's or a variable's value. Throws what was expected, for the client to read.
public typealias ScalarCoercion = @Sendable (InputValue) throws(GraphQLError) -> InputValue
