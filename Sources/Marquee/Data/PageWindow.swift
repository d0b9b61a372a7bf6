import GraphQL

/// Which part of a list a field's `first`, `after`, `last` and `before` ask for.
struct PageWindow: Sendable {
    static let defaultLimit: Int64 = 20
    static let mostItems: Int64 = 100

    let limit: Int
    /// Whether the page is counted from the list's end.
    let isBackward: Bool
    /// What the page lies behind, or before if it is counted from the end.
    let cursor: String?

    init(_ arguments: FieldArguments) throws(FieldError) {
        let (first, last) = (arguments.int("first"), arguments.int("last"))
        let (after, before) = (arguments.string("after"), arguments.string("before"))
        if first != nil, last != nil {
            throw FieldError(badArgument: "last", "a page has \"first\" or \"last\" items, not both")
        }
        if last == nil, before != nil {
            throw FieldError(
                badArgument: "before",
                "a page before a cursor is counted from its end: give \"last\" instead of \"first\""
            )
        }
        if last != nil, after != nil {
            throw FieldError(
                badArgument: "after",
                "a page behind a cursor is counted from its start: give \"first\" instead of \"last\""
            )
        }
        isBackward = last != nil
        cursor = after ?? before
        limit = Int(
            try arguments.bounded(isBackward ? "last" : "first", 1...Self.mostItems, default: Self.defaultLimit))
    }
}
