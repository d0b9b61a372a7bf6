/// The documents by name: first of any size, then as large as the limits of a server let in.
extension HostileDocuments {
    static let documents: [(name: String, text: String)] = [
        ("5,000 equal fields", "{ \(repeated(5_000) { _ in "__typename" }) }"),
        ("5,000 equal fields with subfields", "{ \(repeated(5_000) { _ in "movie(id: 1) { title }" }) }"),
        ("5,000 aliases", "{ \(repeated(5_000) { "a\($0): movie(id: 1) { id }" }) }"),
        ("5,000 conflicting fields", "{ \(repeated(5_000) { "a: movie(id: \($0)) { id }" }) }"),
        ("5,000 unknown fields", "{ \(repeated(5_000) { "moviee\($0)" }) }"),
        ("5,000 unknown arguments", "{ movie(\(repeated(5_000) { "a\($0): 1" })) { id } }"),
        ("5,000 equal arguments", "{ movie(\(repeated(5_000) { _ in "id: 1" })) { id } }"),
        ("5,000 directives", "{ movie \(repeated(5_000) { _ in "@skip(if: false)" }) { id } }"),
        ("5,000 operations", repeated(5_000) { "query Q\($0) { __typename }" }),
        ("5,000 unnamed operations", repeated(5_000) { _ in "{ __typename }" }),
        ("10,000 nested selections", nested(10_000, "{ movie ", " }", around: "{ id }")),
        ("10,000 nested selections, not closed", "{ movie " + nested(10_000, "{ sequels ", "", around: "")),
        ("10,000 nested lists", "{ movie(ids: \(nested(10_000, "[", "]", around: "1"))) { id } }"),
        ("10,000 nested objects", "{ movie(filter: \(nested(10_000, "{and: ", "}", around: "1"))) { id } }"),
        ("10,000 nested list types", "query ($v: \(nested(10_000, "[", "]", around: "ID"))) { __typename }"),
        ("10,000 list values", "{ movie(ids: [\(repeated(10_000) { "\($0)" })]) { id } }"),
        ("10,000 object values", "{ movie(ids: [\(repeated(10_000) { "{a: \($0)}" })]) { id } }"),
        ("a number of 100,000 digits", "{ number(value: \(String(repeating: "9", count: 100_000))) }"),
        ("1,000 exponents of 100 digits", "{ \(repeated(1_000) { "a\($0): number(value: 1e\(digits))" }) }"),
        ("a string of 1 MB", "{ text(value: \"\(String(repeating: "x", count: 1_000_000))\") }"),
        ("a string of 200,000 escapes", "{ text(value: \"\(String(repeating: "\\u00e9", count: 200_000))\") }"),
        (
            "a block string of 100,000 lines",
            "{ text(value: \"\"\"\(String(repeating: "  x\n", count: 100_000))\"\"\") }"
        ),
        ("a comment of 1 MB", "#\(String(repeating: "x", count: 1_000_000))\n{ __typename }"),
        ("200,000 comments", String(repeating: "#é\n", count: 200_000) + "{ __typename }"),
        ("1 MB of commas", String(repeating: ",", count: 1_000_000) + "{ __typename }"),
        ("an error behind 500,000 lines", String(repeating: "\n", count: 500_000) + "{"),
        (
            "5,000 variables",
            "query (\(repeated(5_000) { "$v\($0): ID" })) { \(repeated(5_000) { "a\($0): movie(id: $v\($0)) { id }" }) }"
        ),
        ("5,000 unused variables", "query (\(repeated(5_000) { "$v\($0): ID" })) { __typename }"),
        ("5,000 undefined variables", "{ \(repeated(5_000) { "a\($0): movie(id: $v\($0)) { id }" }) }"),
        (
            "10,000 fragments",
            "{ \(repeated(10_000) { "...F\($0)" }) } \(repeated(10_000) { "fragment F\($0) on Query { __typename }" })"
        ),
        ("10,000 unused fragments", "{ __typename } \(repeated(10_000) { "fragment F\($0) on Query { __typename }" })"),
        ("10,000 unknown fragments", "{ \(repeated(10_000) { "...F\($0)" }) }"),
        ("10,000 inline fragments", "{ \(repeated(10_000) { _ in "... on Query { __typename }" }) }"),
        ("a chain of 5,000 fragments", "{ movie { ...F0 } } \(chain(5_000)) fragment F5000 on Movie { id }"),
        ("a circle of 5,000 fragments", "{ movie { ...F0 } } \(chain(5_000)) fragment F5000 on Movie { ...F0 }"),
        ("2,000 circles", "{ movie { ...F0 } } \(circles(2_000)) fragment F2000 on Movie { ...F0 }"),
        ("fragments that double 60 times", "{ movie { ...F0 } } \(bomb(60)) fragment F60 on Movie { id }"),
        ("fragments that meet in exponentially many ways", meeting(24)),
        (
            "500 operations sharing 1,000 variables",
            repeated(500) { "query Q\($0)($v: ID) { ...F }" }
                + " fragment F on Query { \(repeated(1_000) { "a\($0): movie(id: $v) { id }" }) }"
        ),
        // As much as fits the limits of a server.
        ("14,900 equal fields below one", "{ movie { \(repeated(14_900) { _ in "id" }) } }"),
        ("1,800 conflicting fields below one", "{ movie { \(repeated(1_800) { "similar(to: \($0)) { id }" }) } }"),
        ("7,000 unknown fields below one", "{ movie { \(repeated(7_000) { "titel\($0)" }) } }"),
        ("2,100 inline fragments", "{ movie { \(repeated(2_100) { _ in "... on Movie { id }" }) } }"),
        (
            "1,400 fields inside 8 more",
            "{ \(repeated(8) { _ in "movie { \(repeated(350) { _ in "sequels { id }" }) }" }) }"
        ),
        (
            "a chain of 1,800 fragments without fields",
            "{ movie { ...F0 } } \(plainChain(1_800)) fragment F1800 on Movie { id }"
        ),
        ("80 fragments that spread all others", "{ movie { ...F0 } } \(mesh(80, "id"))"),
        ("80 fragments that spread all later ones", "{ movie { ...F0 } } \(ladder(80))"),
        ("fields that double on 18 levels", "{ movie { ...F0 } } \(pairs(17)) fragment F17 on Movie { id }"),
        ("fields that meet in many ways on 18 levels", meeting(17)),
        ("2,400 unused variables", "query (\(repeated(2_400) { "$v\($0): ID" })) { __typename }"),
        (
            "1,200 fragments, each unused",
            "{ __typename } \(repeated(1_200) { "fragment F\($0) on Query { __typename }" })"
        ),
        ("a string of 21,000 escapes", "{ text(value: \"\(String(repeating: "\\u00e9", count: 21_000))\") }"),
    ]

    private static let digits = String(repeating: "9", count: 100)

    private static func nested(_ levels: Int, _ open: String, _ close: String, around inner: String) -> String {
        String(repeating: open, count: levels) + inner + String(repeating: close, count: levels)
    }

    private static func chain(_ length: Int) -> String {
        repeated(length) { "fragment F\($0) on Movie { sequels { ...F\($0 + 1) } }" }
    }

    private static func plainChain(_ length: Int) -> String {
        repeated(length) { "fragment F\($0) on Movie { ...F\($0 + 1) }" }
    }

    /// Every fragment spreads every other.
    private static func mesh(_ size: Int, _ field: String) -> String {
        repeated(size) { from in
            "fragment F\(from) on Movie { \(field) \(repeated(size) { $0 == from ? "" : "...F\($0)" }) }"
        }
    }

    /// Every fragment spreads those behind it, so that there are 2 to the number of fragments ways down.
    private static func ladder(_ size: Int) -> String {
        repeated(size) { from in
            "fragment F\(from) on Movie { id \(repeated(size - from - 1) { "...F\(from + 1 + $0)" }) }"
        }
    }

    /// Like `bomb`, without aliases.
    private static func pairs(_ levels: Int) -> String {
        repeated(levels) { "fragment F\($0) on Movie { sequels { ...F\($0 + 1) } similar { ...F\($0 + 1) } }" }
    }

    private static func circles(_ count: Int) -> String {
        repeated(count) { "fragment F\($0) on Movie { ...F0 sequels { ...F\($0 + 1) } }" }
    }

    /// Read naively, the last fragment is met as often as 2 to the number of levels.
    private static func bomb(_ levels: Int) -> String {
        repeated(levels) { "fragment F\($0) on Movie { a: sequels { ...F\($0 + 1) } b: sequels { ...F\($0 + 1) } }" }
    }

    /// Each level keeps or drops fragments by the path taken, so that every path ends in a set of its own.
    private static func meeting(_ size: Int) -> String {
        var document = "{ movie { ...S0x0 } } "
        for level in 0..<size {
            for state in 0..<size {
                let next = "...S\(level + 1)x\(min(state + 1, size - 1))"
                let stay = state == 0 ? "...S\(level + 1)x0" : ""
                document += "fragment S\(level)x\(state) on Movie { sequels { \(stay) \(next) id }"
                document += " similar { \(state == 0 ? stay : next) id } } "
            }
        }
        return document + repeated(size) { "fragment S\(size)x\($0) on Movie { title }" }
    }

    private static func repeated(_ count: Int, _ part: (Int) -> String) -> String {
        (0..<count).map(part).joined(separator: " ")
    }
}
