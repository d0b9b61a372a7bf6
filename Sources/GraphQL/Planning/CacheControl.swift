/// How long the answer of a query may be reused by everybody who is nobody in particular, as the schema's
/// `@cacheControl(maxAge:scope:)` says it.
///
/// A root field needs the directive itself. A field below that yields objects needs it, or their types do; scalars live as
/// long as what they hang on. What has none keeps the whole answer out, as do `scope: PRIVATE` and `@auth`: what is new in
/// a schema is never reused by accident. What the schema says of itself is the same for all, as long as it is served.
public struct CacheControl: Sendable, Equatable {
    /// In seconds: the least of all fields', whatever `@skip` and `@include` say.
    public private(set) var maxAge = Int.max
    /// The names of the root fields, each once.
    public private(set) var rootFields: [String] = []

    /// Of `__schema` and `__type`, in seconds: what a proxy keeps of them should not outlive the schema for long.
    private static var maxAgeOfIntrospection: Int { 300 }

    /// Nil for what may not be reused.
    init?(of plan: Plan) {
        var visited: Set<ObjectIdentifier> = []
        guard plan.operation == .query, plan.root.deferral == nil else { return nil }
        for field in plan.root.fields where field.definition.name != "__typename" {
            let name = field.definition.name
            if !rootFields.contains(name) { rootFields.append(name) }
            if name.hasPrefix("__") {
                maxAge = min(maxAge, Self.maxAgeOfIntrospection)
                continue
            }
            guard let limit = CacheHint(field.definition.directives), restrict(to: limit),
                add(field.selections, &visited)
            else { return nil }
        }
        guard !rootFields.isEmpty, maxAge > 0 else { return nil }
    }

    /// False for a limit that forbids it.
    private mutating func restrict(to hint: CacheHint) -> Bool {
        maxAge = min(maxAge, hint.maxAge)
        return hint.isPublic
    }

    /// False if something below may not be reused. Fields may share a selection, which is looked at once; types of which
    /// nothing is asked do not matter.
    private mutating func add(_ selections: [PlannedSelection], _ visited: inout Set<ObjectIdentifier>) -> Bool {
        for selection in selections
        where !selection.fields.isEmpty && visited.insert(ObjectIdentifier(selection)).inserted {
            guard selection.deferral == nil, !selection.type.directives.contains(where: { $0.name == "auth" }) else {
                return false
            }
            for field in selection.fields where !add(field, &visited) { return false }
        }
        return true
    }

    private mutating func add(_ field: PlannedField, _ visited: inout Set<ObjectIdentifier>) -> Bool {
        if let own = CacheHint(field.definition.directives) {
            guard restrict(to: own) else { return false }
        } else {
            if field.definition.directives.contains(where: { $0.name == "auth" }) { return false }
            for selection in field.selections where !selection.fields.isEmpty {
                guard let hint = CacheHint(selection.type.directives), restrict(to: hint) else { return false }
            }
        }
        return add(field.selections, &visited)
    }
}

/// One `@cacheControl`.
private struct CacheHint {
    let maxAge: Int
    let isPublic: Bool

    init?(_ directives: [AppliedDirective]) {
        guard let applied = directives.first(where: { $0.name == "cacheControl" }),
            let seconds = applied.arguments["maxAge"]?.int
        else { return nil }
        maxAge = Int(seconds)
        isPublic = applied.arguments["scope"]?.string != "PRIVATE" && !directives.contains { $0.name == "auth" }
    }
}
