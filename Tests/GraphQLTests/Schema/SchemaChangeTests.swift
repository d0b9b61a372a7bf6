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
