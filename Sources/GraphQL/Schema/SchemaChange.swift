/// One difference between two versions of a schema, and what it means for clients of the older one.
public struct SchemaChange: Hashable, Sendable {
    public enum Severity: String, CaseIterable, Sendable {
        /// Operations that were valid may be refused now, or their answers no longer have the form they had.
        case breaking
        /// Operations stay valid, but what they do or what clients meet in answers may change.
        case dangerous
        /// Nobody notices who does not ask.
        case safe
    }

    public let severity: Severity
    /// Schema coordinate of the element (specification section 3.14), in the version that has it.
    public let coordinate: String
    public let description: String

    public init(_ severity: Severity, _ coordinate: String, _ description: String) {
        self.severity = severity
        self.coordinate = coordinate
        self.description = description
    }
}

extension Schema {
    /// What changed since an older version of the schema: breaking changes first, then by coordinate. Descriptions count
    /// for nothing, and of directives applied to definitions only `@deprecated`, `@oneOf`, `@auth` (whom a field refuses)
    /// and `@constraint` (which values it takes) do.
    public func changes(since old: Schema) -> [SchemaChange] {
        var comparison = SchemaComparison(old: old, new: self)
        comparison.compare()
        let rank = SchemaChange.Severity.allCases
        return rank.flatMap { severity in
            comparison.changes.filter { $0.severity == severity }.sorted { $0.coordinate < $1.coordinate }
        }
    }
}
