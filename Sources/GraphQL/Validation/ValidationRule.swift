/// A place in `Document.nodes`. Rules walk by such numbers: unlike `Syntax` they hold no reference that has to be
/// counted, which would cost more than most checks.
typealias NodeIndex = Int

/// One rule of validation (specification section 5): a check that is made at every node of some kinds.
///
/// Rules keep no state. What one wants to know of a document as a whole it asks the context, which finds it out once
/// for all of them.
public struct ValidationRule: Sendable {
    typealias Check = @Sendable (NodeIndex, ValidationContext) -> Void

    /// As graphql-js calls it, for example `FieldsOnCorrectTypeRule`.
    public let name: String
    let kinds: [SyntaxKind]
    let check: Check

    init(_ name: String, at kinds: SyntaxKind..., check: @escaping Check) {
        self.name = name
        self.kinds = kinds
        self.check = check
    }
}
