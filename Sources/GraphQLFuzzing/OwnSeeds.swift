package import GraphQL

/// Texts that between them use every production and every kind of value.
package enum OwnSeeds {
    package static let engine = engine(for: sdl)

    /// Everything that reads documents, values and variables reads them against this schema.
    static let sdl = """
        "A catalogue." schema { query: Query mutation: Mutation subscription: Subscription }
        \"""
        What has an id,
          indented.
        \"""
        interface Node { id: ID! }
        interface Title implements Node { id: ID! title: String! year(calendar: Calendar = GREGORIAN): Int related(first: Int = 10): [Title!]! }
        type Movie implements Node & Title { id: ID! title: String! year(calendar: Calendar = GREGORIAN): Int related(first: Int = 10): [Title!]!
          runtime(unit: Unit! = {seconds: 1}): Float sequels: [[Movie!]] cast(filter: Filter, ids: [[ID!]]): [Subject] }
        type Person implements Node { id: ID! name: String @deprecated born: Date }
        union Subject = | Movie | Person
        enum Calendar { GREGORIAN "Of old." JULIAN @deprecated(reason: "Use GREGORIAN.") }
        scalar Date @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339")
        input Filter { text: String = "x", and: [Filter!], not: Filter, score: Float, exact: Boolean! = false, kind: Calendar, day: Date, by: By }
        input By @oneOf { id: ID slug: String }
        input Unit { seconds: Int!, name: String }
        type Query { movie(id: ID, filter: Filter): Movie node(id: ID!): Node titles(first: Int, by: By): [Title!]! subjects: [Subject] day(is: Date): Date }
        type Mutation { rate(id: ID!, stars: Float!): Movie }
        type Subscription { ticks(every: Int = 1): Int }
        directive @note(text: String!, of: [Int!] = [1, 2]) repeatable on FIELD | QUERY | VARIABLE_DEFINITION | FRAGMENT_DEFINITION
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
        """

    private static let documents = [
        "{ __typename }",
        """
        "About it." query Q($id: ID! = "1" @note(text: "n"), $f: Filter = {and: [{text: "a"}], score: -1.5e3}) @note(text: "q") {
          first: movie(id: $id, filter: $f) @include(if: true) { ...F @defer(label: "l") cast(ids: [["1", 2], [$id]]) { __typename ... on Person { name } } }
          titles(by: {slug: \"""block \\\""" text\"""}) { id ... on Movie @skip(if: false) { runtime(unit: {seconds: 3, name: null}) } }
        } # a comment
        fragment F on Movie { title related(first: 2) @stream(initialCount: 1) { ... { year(calendar: JULIAN) } } }
        """,
        "mutation Rate($stars: Float!) { rate(id: 1, stars: $stars) { id } second: rate(id: \"\\u00e9\\u{1F600}\", stars: 2) { title } }",
        "subscription { ticks(every: 2) @note(text: \"a\") @note(text: \"b\", of: 3) }",
        "{ __schema { types { name fields(includeDeprecated: true) { args { defaultValue } } } } __type(name: \"By\") { isOneOf } }",
        "query A { ...G } query B { ...G } fragment G on Query { node(id: 1) { ...H } } fragment H on Node { id ...I } fragment I on Movie { sequels { id } }",
        "query ($v: [[Int!]!] = [[1, -2], []], $d: Date = {a: [1, null, E]}) { day(is: $d) other: day(is: [1.5, $v]) }",
        "{ a: titles { id } a: titles { title } b: movie { cast { ... on Movie { x: id } ... on Person { x: id } } } }",
    ]

    private static let definitions = [
        sdl,
        "type Query { a(b: Int = 1 @deprecated): [Query!]! } extend type Query @d implements I { c: S } interface I { c: S } scalar S directive @d on OBJECT",
        "extend schema @a { subscription: S } extend enum Calendar { LUNAR } extend union Subject = Title extend input By { n: Int } extend scalar Date @a extend interface Node { n: Int }",
        "input A { b: B! = {a: null} } input B { a: A = {} } type Query { f(a: A = {b: {}}): Int } enum E { true null X } union U = U",
    ]

    private static let json = [
        "null", "-0.5e+10", "\"\\u00e9\\uD83D\\uDE00\\n\\/é😀\"", "[1,[2,{}],[],\"\"]",
        #" {"query" : "{ a\n}","variables":{"a":[1,{"b":"}"}],"a2":null}, "operation\u004eame":null, "extensions":{"x":true,"y":false} } "#,
        "[\(Array(0..<40).map(String.init).joined(separator: ","))]",
        "{\((0..<40).map { "\"n\($0)\":\($0)" }.joined(separator: ","))}",
    ]

    /// An operation with a variable of every kind of type, and values that fit it.
    private static let variables = [
        (
            "query ($id: ID!, $ids: [[ID!]] = [[1]], $f: Filter, $by: By, $n: Int = 3, $x: Float, $d: Date) "
                + "{ movie(id: $id, filter: $f) { cast(ids: $ids, filter: {not: $f, score: $x, day: $d}) { __typename } } "
                + "titles(first: $n, by: $by) { id } }",
            #"{"id":"1","ids":[["1",2],null],"f":{"and":[{"text":"a","not":{"exact":true}}],"score":1e2,"kind":"JULIAN"},"by":{"id":7},"n":2.0,"x":3,"d":{"any":[1]}}"#
        ),
        (
            "mutation ($stars: Float!, $if: Boolean!) { rate(id: 1, stars: $stars) @skip(if: $if) { id } }",
            #"{"stars":4.5,"if":false}"#
        ),
    ]

    package static let all: [Surface: [Seed]] = [
        .lexer: (documents + definitions).map { Seed($0) },
        .document: (documents + definitions).map { Seed($0) },
        .value: [
            "1", "-1.5e3", "\"a\\n\"", "\"\"\"\n a\n  b\n\"\"\"", "$v", "[E, null, true]", "{a: {b: [1, $c]}, d: \"\"}",
        ].map { Seed($0) },
        .type: ["ID", "ID!", "[[Int!]!]!"].map { Seed($0) },
        .coordinate: ["Movie", "Movie.title", "Query.movie(id:)", "@note", "@note(text:)", "Calendar.JULIAN", "By.id"]
            .map { Seed($0) },
        .sdl: definitions.map { Seed($0) },
        .validation: documents.map { Seed($0) },
        .json: json.map { Seed($0) },
        .variables: variables.map { Seed($0.1, document: $0.0) },
    ]

    private static func engine(for sdl: String) -> Engine<PlainRoot> {
        do { return Engine(plain: try Schema(sdl: sdl)) } catch { fatalError("The seed schema is broken: \(error)") }
    }
}
