import GraphQL

/// Documents made to keep an engine busy, and how long it takes to parse, validate and plan or refuse them.
enum HostileDocuments {
    private static let sdl = """
        type Query { movie(id: ID, filter: Filter, ids: [ID]): Movie text(value: String): String number(value: Float): Int }
        type Movie { id: ID title: String sequels: [Movie] }
        input Filter { and: [Filter] id: ID }
        """

    /// Prints a line for each: its size, the slowest of five times in milliseconds, and what became of it.
    static func report() throws {
        var options = EngineOptions<PlainRoot>()
        // Documents are to be answered quickly for what they are, not because they are refused for their size or shape.
        options.limits = .none
        options.limits.errors = OperationLimits().errors
        let engine = Engine(plain: try Schema(sdl: sdl), options: options)
        for (name, document) in documents {
            let source = Source(document)
            var outcome = ""
            var slowest = Duration.zero
            for _ in 0..<5 {
                let start = ContinuousClock.now
                outcome = answer(engine, source)
                slowest = max(slowest, ContinuousClock.now - start)
            }
            print("\(name)\t\(document.utf8.count)\t\(slowest / .milliseconds(1))\t\(outcome)")
        }
    }

    private static func answer(_ engine: Engine<PlainRoot>, _ source: Source) -> String {
        do throws(RequestErrors) {
            _ = try engine.prepare(source)
            return "prepared"
        } catch {
            let more = error.errors.count > 1 ? " (and \(error.errors.count - 1) more)" : ""
            return (error.errors.first?.message ?? "") + more
        }
    }

    private static let documents: [(name: String, text: String)] = [
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
    ]

    private static let digits = String(repeating: "9", count: 100)

    private static func nested(_ levels: Int, _ open: String, _ close: String, around inner: String) -> String {
        String(repeating: open, count: levels) + inner + String(repeating: close, count: levels)
    }

    private static func chain(_ length: Int) -> String {
        repeated(length) { "fragment F\($0) on Movie { sequels { ...F\($0 + 1) } }" }
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
                document += "fragment S\(level)x\(state) on Movie { a: sequels { \(stay) \(next) id }"
                document += " b: sequels { \(state == 0 ? stay : next) id } } "
            }
        }
        return document + repeated(size) { "fragment S\(size)x\($0) on Movie { title }" }
    }

    private static func repeated(_ count: Int, _ part: (Int) -> String) -> String {
        (0..<count).map(part).joined(separator: " ")
    }
}
