import GraphQL
import Testing

@Suite struct SchemaChangeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        /// Severity and coordinate of each.
        let expected: [String]

        init(_ old: String, _ new: String, _ expected: String...) {
            (self.old, self.new, self.expected) = (old, new, expected)
        }

        var testDescription: String { "\(old) -> \(new)" }
    }

    private static let query = "type Query { a: Int }"

    private func check(_ given: Case) throws {
        let changes = try Schema(sdl: given.new).changes(since: Schema(sdl: given.old))
        #expect(changes.map { "\($0.severity) \($0.coordinate)" } == given.expected, "\(changes)")
    }

    @Test(arguments: [
        Case("\(query) scalar Gone", query, "breaking Gone"), Case(query, "\(query) scalar New", "safe New"),
        Case("\(query) scalar T", "\(query) enum T { A }", "breaking T"),
        Case("\(query) \"Old.\" scalar T", "\(query) \"New.\" scalar T"),
        Case("\(query) type Mutation { b: Int }", query, "breaking Mutation", "breaking Mutation"),
        Case(query, "\(query) type Mutation { b: Int }", "safe Mutation", "safe Mutation"),
        Case("type Query { a: Int b: Float }", "type Query { a: Int }", "breaking Query.b"),
    ])
    func `types come and go`(given: Case) throws { try check(given) }

    @Test(arguments: [
        Case("type Query { a: Int }", "type Query { a: Int b: Int }", "safe Query.b"),
        Case("type Query { a: Int }", "type Query { a: Int! }", "safe Query.a"),
        Case("type Query { a: Int! }", "type Query { a: Int }", "breaking Query.a"),
        Case("type Query { a: [Int] }", "type Query { a: [Int!]! }", "safe Query.a"),
        Case("type Query { a: Int }", "type Query { a: [Int] }", "breaking Query.a"),
        Case("type Query { a: Int }", "type Query { a: Float }", "breaking Query.a"),
        Case("type Query { a: Int }", "type Query { a: Int @deprecated(reason: \"Old.\") }", "safe Query.a"),
        Case("type Query { a: Int @deprecated }", "type Query { a: Int }", "safe Query.a"),
        Case(
            "type Query { a: N } interface N { b: Int } type T implements N { b: Int }",
            "type Query { a: T } interface N { b: Int } type T implements N { b: Int }", "safe Query.a"),
        Case(
            "type Query { a: T } interface N { b: Int } type T implements N { b: Int }",
            "type Query { a: N } interface N { b: Int } type T implements N { b: Int }", "breaking Query.a"),
    ])
    func `fields may come and may promise more`(given: Case) throws { try check(given) }

    @Test(arguments: [
        Case("type Query { a(b: Int): Int }", "type Query { a: Int }", "breaking Query.a(b:)"),
        Case("type Query { a: Int }", "type Query { a(b: Int): Int }", "dangerous Query.a(b:)"),
        Case("type Query { a: Int }", "type Query { a(b: Int!): Int }", "breaking Query.a(b:)"),
        Case("type Query { a: Int }", "type Query { a(b: Int! = 1): Int }", "dangerous Query.a(b:)"),
        Case("type Query { a(b: Int!): Int }", "type Query { a(b: Int): Int }", "safe Query.a(b:)"),
        Case("type Query { a(b: Int): Int }", "type Query { a(b: Int!): Int }", "breaking Query.a(b:)"),
        Case("type Query { a(b: [Int!]): Int }", "type Query { a(b: [Int]): Int }", "safe Query.a(b:)"),
        Case("type Query { a(b: Int): Int }", "type Query { a(b: [Int]): Int }", "breaking Query.a(b:)"),
        Case("type Query { a(b: Int = 1): Int }", "type Query { a(b: Int = 2): Int }", "dangerous Query.a(b:)"),
        Case("type Query { a(b: Int! = 1): Int }", "type Query { a(b: Int!): Int }", "breaking Query.a(b:)"),
        Case("type Query { a(b: Int!): Int }", "type Query { a(b: Int! = 1): Int }", "safe Query.a(b:)"),
    ])
    func `arguments may come and may demand less`(given: Case) throws { try check(given) }

    @Test(arguments: [
        Case("\(query) enum E { A B }", "\(query) enum E { A }", "breaking E.B"),
        Case("\(query) enum E { A }", "\(query) enum E { A B }", "dangerous E.B"),
        Case("\(query) enum E { A B }", "\(query) enum E { A B @deprecated }", "safe E.B"),
        Case(
            "\(query) type A { a: Int } type B { a: Int } union U = A | B",
            "\(query) type A { a: Int } type B { a: Int } union U = A", "breaking U"),
        Case(
            "\(query) type A { a: Int } type B { a: Int } union U = A",
            "\(query) type A { a: Int } type B { a: Int } union U = A | B", "dangerous U"),
        Case(
            "\(query) interface N { a: Int } type A implements N { a: Int }",
            "\(query) interface N { a: Int } type A { a: Int }", "breaking A"),
        Case(
            "\(query) interface N { a: Int } type A { a: Int }",
            "\(query) interface N { a: Int } type A implements N { a: Int }", "dangerous A"),
    ])
    func `enums, unions and interfaces may grow, with care`(given: Case) throws { try check(given) }

    @Test(arguments: [
        Case("\(query) input I { a: Int b: Int }", "\(query) input I { a: Int }", "breaking I.b"),
        Case("\(query) input I { a: Int }", "\(query) input I { a: Int b: Int }", "dangerous I.b"),
        Case("\(query) input I { a: Int }", "\(query) input I { a: Int b: Int! }", "breaking I.b"),
        Case("\(query) input I { a: Int! }", "\(query) input I { a: Int }", "safe I.a"),
        Case("\(query) input I { a: Int = 1 }", "\(query) input I { a: Int }", "dangerous I.a"),
        Case("\(query) input I { a: Int }", "\(query) input I @oneOf { a: Int }", "breaking I"),
        Case("\(query) input I @oneOf { a: Int }", "\(query) input I { a: Int }", "safe I"),
    ])
    func `input objects follow the rules of arguments`(given: Case) throws { try check(given) }

    @Test(arguments: [
        Case("\(query) directive @d on FIELD", query, "breaking @d"),
        Case(query, "\(query) directive @d on FIELD", "safe @d"),
        Case("\(query) directive @d on FIELD | QUERY", "\(query) directive @d on FIELD", "breaking @d"),
        Case("\(query) directive @d on FIELD", "\(query) directive @d on FIELD | QUERY", "safe @d"),
        Case("\(query) directive @d repeatable on FIELD", "\(query) directive @d on FIELD", "breaking @d"),
        Case("\(query) directive @d on FIELD", "\(query) directive @d repeatable on FIELD", "safe @d"),
        Case("\(query) directive @d(a: Int) on FIELD", "\(query) directive @d on FIELD", "breaking @d(a:)"),
    ])
    func `directives may come, and be allowed in more places`(given: Case) throws { try check(given) }

    private static let bounds =
        "directive @constraint(min: Float, max: Float, minLength: Int, maxLength: Int) "
        + "on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION"

    /// A schema whose only argument stands behind a `@constraint` with these bounds.
    private static func bounded(_ given: String) -> String {
        "\(bounds) type Query { a(b: Int \(given.isEmpty ? "" : "@constraint(\(given))")): Int }"
    }

    @Test(arguments: [
        Case(bounded(""), bounded("max: 100"), "breaking Query.a(b:)"),
        Case(bounded("max: 100"), bounded("max: 50"), "breaking Query.a(b:)"),
        Case(bounded("max: 50"), bounded("max: 100"), "safe Query.a(b:)"),
        Case(bounded("min: 1"), bounded("min: 2"), "breaking Query.a(b:)"),
        Case(bounded("min: 2"), bounded("min: 1"), "safe Query.a(b:)"),
        Case(bounded("min: 1, max: 9"), bounded("max: 9.0, min: 1.0")),
        Case(bounded("min: 1, max: 9"), bounded(""), "safe Query.a(b:)", "safe Query.a(b:)"),
        Case(bounded("min: 1, max: 9"), bounded("min: 0, max: 8"), "breaking Query.a(b:)", "safe Query.a(b:)"),
        Case(bounded("maxLength: 9"), bounded("minLength: 1"), "breaking Query.a(b:)", "safe Query.a(b:)"),
        Case(
            "\(query) \(bounds) input I { a: Int }", "\(query) \(bounds) input I { a: Int @constraint(minLength: 1) }",
            "breaking I.a"),
    ])
    func `bounds may widen`(given: Case) throws { try check(given) }

    private static let roles =
        "directive @auth(requires: Role! = USER, signedIn: Boolean! = false) "
        + "on FIELD_DEFINITION | OBJECT enum Role { USER ADMIN } type Query { t: T }"

    @Test(arguments: [
        Case("\(roles) type T { a: Int }", "\(roles) type T { a: Int @auth }", "breaking T.a"),
        Case("\(roles) type T { a: Int @auth }", "\(roles) type T { a: Int }", "safe T.a"),
        Case(
            "\(roles) type T { a: Int b: Int }", "\(roles) type T @auth { a: Int b: Int }", "breaking T.a",
            "breaking T.b"),
        Case("\(roles) type T @auth { a: Int }", "\(roles) type T { a: Int @auth }"),
        Case("\(roles) type T { a: Int @auth }", "\(roles) type T { a: Int @auth(requires: USER) }"),
        Case("\(roles) type T { a: Int @auth }", "\(roles) type T { a: Int @auth(requires: ADMIN) }", "breaking T.a"),
        Case("\(roles) type T { a: Int @auth(requires: ADMIN) }", "\(roles) type T { a: Int @auth }", "safe T.a"),
        Case("\(roles) type T { a: Int @auth }", "\(roles) type T { a: Int @auth(signedIn: true) }", "breaking T.a"),
        Case(
            "\(roles) type T { a: Int @auth(signedIn: true) }", "\(roles) type T { a: Int @auth(requires: ADMIN) }",
            "breaking T.a"),
        Case("\(roles) type T { a: Int }", "\(roles) type T { a: Int b: Int @auth }", "safe T.b"),
    ])
    func `fields may demand less of those who ask`(given: Case) throws { try check(given) }

    private static let scopes = "directive @auth(scope: String!) on FIELD_DEFINITION"

    @Test(arguments: [
        Case(
            "\(scopes) type Query { a: Int @auth(scope: \"read\") }",
            "\(scopes) type Query { a: Int @auth(scope: \"write\") }", "breaking Query.a")
    ])
    func `a demand without an order is another one`(given: Case) throws { try check(given) }

    @Test func `bounds and demands are told in words`() throws {
        let old = try Schema(sdl: "\(Self.roles) \(Self.bounds) type T { a(b: Int): Int }")
        let new = try Schema(sdl: "\(Self.roles) \(Self.bounds) type T { a(b: Int @constraint(max: 100)): Int @auth }")
        #expect(
            new.changes(since: old) == [
                SchemaChange(
                    .breaking, "T.a",
                    "it now demands @auth(requires: USER, signedIn: false), and callers who do not meet it are refused"),
                SchemaChange(.breaking, "T.a(b:)", "the bound max was absent and is 100"),
            ])
    }

    @Test func `breaking changes come first, and each is told in words`() throws {
        let old = try Schema(sdl: "type Query { a: Int c(d: Int = 1): Int }")
        let new = try Schema(sdl: "type Query { b: Int c(d: Int = 2): Int }")
        #expect(
            new.changes(since: old) == [
                SchemaChange(.breaking, "Query.a", "the field was removed"),
                SchemaChange(.dangerous, "Query.c(d:)", "the default was 1 and is 2"),
                SchemaChange(.safe, "Query.b", "the field was added"),
            ])
        #expect(new.changes(since: new).isEmpty)
    }
}
