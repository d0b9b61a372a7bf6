import GraphQL
import Testing

@Suite struct ValuesOfCorrectTypeRuleTests {
    @Test func `fitting values of every kind pass`() throws {
        let found = try complaints(
            .valuesOfCorrectType,
            #"{ titles(filter: { text: "a", kind: MOVIE, genres: ["1", 2], years: [1999, null], and: { text: """b""" } }, first: null, after: "2026-11-21") { id } byScore(score: 3, exact: true) { id } }"#
        )
        #expect(found.isEmpty)
    }

    @Test func `one value stands for a list of one`() throws {
        let found = try complaints(
            .valuesOfCorrectType, #"{ titles(filter: { text: "a", genres: "1", years: 1999 }) { id } }"#)
        #expect(found.isEmpty)
    }

    @Test func `a custom scalar takes any literal`() throws {
        let found = try complaints(.valuesOfCorrectType, "{ titles(after: [1, { a: B }]) { id } }")
        #expect(found.isEmpty)
    }

    @Test func `scalars say what they found`() throws {
        let found = try complaints(
            .valuesOfCorrectType,
            #"{ byScore(score: "3", exact: 1) { id } titles(first: 1.5, filter: { text: MOVIE }) { id } movie(id: 1.0) { id } }"#
        )
        #expect(
            found == [
                #"Float cannot represent non numeric value: "3" (1:18)"#,
                "Boolean cannot represent a non boolean value: 1 (1:30)",
                "Int cannot represent non-integer value: 1.5 (1:54)",
                "String cannot represent a non string value: MOVIE (1:75)",
                "ID cannot represent a non-string and non-integer value: 1.0 (1:101)",
            ])
    }

    @Test func `whole numbers have 32 bits`() throws {
        let found = try complaints(.valuesOfCorrectType, "{ titles(first: 2147483648) { id } }")
        #expect(
            found == [
                "Int cannot represent non 32-bit signed integer value: 2147483648 (1:17)"
            ])
    }

    @Test func `enums propose their values`() throws {
        let found = try complaints(
            .valuesOfCorrectType, #"{ movie(id: 1) { related(kind: MOVI) { id } runtime(unit: "HOURS") } }"#)
        #expect(
            found == [
                #"Value "MOVI" does not exist in "Kind" enum. Did you mean the enum value "MOVIE"? (1:32)"#,
                #"Enum "Unit" cannot represent non-enum value: "HOURS". Did you mean the enum value "HOURS"? (1:59)"#,
            ])
    }

    @Test func `null fits nullable places only`() throws {
        let found = try complaints(.valuesOfCorrectType, "{ movie(id: null) { related(first: null) { id } } }")
        #expect(
            found == [
                #"Expected value of type "ID!", found null. (1:13)"#
            ])
    }

    @Test func `a list fits lists only`() throws {
        let found = try complaints(.valuesOfCorrectType, #"{ titles(first: [1, 2], filter: [{ text: "a" }]) { id } }"#)
        #expect(
            found == [
                "Int cannot represent non-integer value: [1, 2] (1:17)",
                #"Expected value of type "TitleFilter", found [{text: "a"}]. (1:33)"#,
            ])
    }

    @Test func `an input object has its fields and no others`() throws {
        let found = try complaints(.valuesOfCorrectType, #"{ titles(filter: { txt: "a", and: 7 }) { id } }"#)
        #expect(
            found == [
                #"Field "TitleFilter.text" of required type "String!" was not provided. (1:18)"#,
                #"Field "txt" is not defined by type "TitleFilter". Did you mean "text"? (1:20)"#,
                #"Expected value of type "TitleFilter", found 7. (1:35)"#,
            ])
    }

    @Test func `one key of a oneOf input is given, and not null`() throws {
        let found = try complaints(
            .valuesOfCorrectType,
            #"{ a: title(by: { id: 1, slug: "b" }) { id } b: title(by: {}) { id } c: title(by: { slug: null }) { id } d: title(by: { slug: "b" }) { id } }"#
        )
        #expect(
            found == [
                #"OneOf Input Object "TitleBy" must specify exactly one key. (1:16)"#,
                #"OneOf Input Object "TitleBy" must specify exactly one key. (1:58)"#,
                #"Field "TitleBy.slug" must be non-null. (1:82)"#,
            ])
    }

    @Test func `defaults of variables are values`() throws {
        let found = try complaints(
            .valuesOfCorrectType,
            #"query ($a: Int = "one", $b: [Int!] = [1, null], $c: TitleFilter = { text: 4 }) { __typename }"#)
        #expect(
            found == [
                #"Int cannot represent non-integer value: "one" (1:18)"#,
                #"Expected value of type "Int!", found null. (1:42)"#,
                "String cannot represent a non string value: 4 (1:75)",
            ])
    }

    @Test func `directives take values`() throws {
        let found = try complaints(.valuesOfCorrectType, #"{ movie(id: 1) @skip(if: "yes") { id } }"#)
        #expect(
            found == [
                #"Boolean cannot represent a non boolean value: "yes" (1:26)"#
            ])
    }

    @Test func `a custom scalar's own words reach the client`() throws {
        let refuse: ScalarCoercion = { value throws(GraphQLError) in
            guard case .string = value else { throw GraphQLError("Date wants a string.") }
            return value
        }
        let schema = try Schema(sdl: "scalar Date type Query { on(day: Date): Int }", scalars: ["Date": refuse])
        let found = try complaints(.valuesOfCorrectType, #"{ a: on(day: "x") b: on(day: 7) }"#, schema: schema)
        #expect(found == ["Date wants a string. (1:30)"])
    }
}
