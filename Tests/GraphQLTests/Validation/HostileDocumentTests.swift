import GraphQL
import Testing

/// Documents made to keep a validator busy. They are answered, and rightly; `Benchmarks` shows how fast.
@Suite struct HostileDocumentTests {
    private func repeated(_ count: Int, _ part: (Int) -> String) -> String {
        (0..<count).map(part).joined(separator: " ")
    }

    @Test func `thousands of equal fields merge`() throws {
        #expect(try complaints(.specified, "{ \(repeated(5_000) { _ in "__typename" }) }").isEmpty)
        #expect(try complaints(.specified, "{ \(repeated(5_000) { _ in "movie(id: 1) { title }" }) }").isEmpty)
    }

    @Test func `one different field among thousands is found`() throws {
        let same = repeated(3_000) { _ in "movie(id: 1) { a: title }" }
        let found = try complaints(.overlappingFieldsCanBeMerged, "{ \(same) movie(id: 1) { a: id } }")
        #expect(!found.isEmpty)
        let expected =
            "Fields \"movie\" conflict because subfields \"a\" conflict because \"title\" and \"id\" are different"
        #expect(found.allSatisfy { $0.hasPrefix(expected) })
    }

    @Test func `thousands of conflicts end with the limit of errors`() throws {
        let found = try complaints(
            .overlappingFieldsCanBeMerged, "{ \(repeated(5_000) { "a: movie(id: \($0)) { id }" }) }")
        #expect(found.count == 101)
    }

    @Test func `fragments that double on each level are read once`() throws {
        let levels = repeated(60) {
            "fragment F\($0) on Movie { a: sequels { ...F\($0 + 1) } b: sequels { ...F\($0 + 1) } }"
        }
        let document = "{ movie(id: 1) { ...F0 } } \(levels) fragment F60 on Movie { title }"
        #expect(try complaints(.specified, document).isEmpty)
        #expect(try complaints(.all, document).isEmpty)
    }

    @Test func `long chains and circles of fragments need no deep stack`() throws {
        let chain = repeated(5_000) { "fragment F\($0) on Movie { sequels { ...F\($0 + 1) } }" }
        let end = "fragment F5000 on Movie { title }"
        #expect(try complaints(.specified, "{ movie(id: 1) { ...F0 } } \(chain) \(end)").isEmpty)
        let back = "fragment F5000 on Movie { ...F0 }"
        let found = try complaints(.specified, "{ movie(id: 1) { ...F0 } } \(chain) \(back)")
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("Cannot spread fragment \"F0\" within itself via \"F1\", \"F2\""))
    }

    @Test func `a subscription may spread a long chain`() throws {
        let chain = repeated(5_000) { "fragment F\($0) on Subscription { ...F\($0 + 1) }" }
        let document = "subscription { ...F0 } \(chain) fragment F5000 on Subscription { ticks }"
        #expect(try complaints(.specified, document).isEmpty)
    }

    @Test func `thousands of long circles name a bounded number of places`() throws {
        let circles = repeated(2_000) { "fragment F\($0) on Movie { ...F0 sequels { ...F\($0 + 1) } }" }
        let found = try complaints(.noFragmentCycles, "\(circles) fragment F2000 on Movie { ...F0 }")
        #expect(found.last == "Too many validation errors, error limit reached. Validation aborted.")
        #expect(found.count <= 101)
    }

    @Test func `fields that meet in exponentially many ways are refused`() throws {
        // Each level keeps or drops fragments by the path taken, so that every path ends in a set of its own.
        let size = 24
        var document = "{ movie(id: 1) { ...S0x0 } } "
        for level in 0..<size {
            for state in 0..<size {
                let next = "...S\(level + 1)x\(min(state + 1, size - 1))"
                let stay = state == 0 ? "...S\(level + 1)x0" : ""
                document +=
                    "fragment S\(level)x\(state) on Movie { a: sequels { \(stay) \(next) id }"
                    + " b: sequels { \(state == 0 ? stay : next) id } } "
            }
        }
        for state in 0..<size { document += "fragment S\(size)x\(state) on Movie { title } " }
        let found = try complaints(.overlappingFieldsCanBeMerged, document)
        #expect(
            found == [
                "The fields of this document overlap in too many ways to check whether they can be merged."
                    + " Spread fewer fragments inside each other, or select fewer fields. (1:1)"
            ])
    }

    @Test func `many operations may share a fragment with many variables`() throws {
        let operations = repeated(500) { "query Q\($0)($n: Int) { ...F }" }
        let usages = repeated(1_000) { "k\($0): titles(first: $n) { id }" }
        let rules = ValidationRules([.noUndefinedVariables, .noUnusedVariables, .variablesInAllowedPosition])
        #expect(try complaints(rules, "\(operations) fragment F on Query { \(usages) }").isEmpty)
    }

    @Test func `a long literal is shown by its beginning`() throws {
        let found = try complaints(
            .valuesOfCorrectType, "{ byScore(score: \(String(repeating: "9", count: 100_000))) { id } }")
        let shown = String(repeating: "9", count: 4_000)
        #expect(found == ["Float cannot represent non numeric value: \(shown)… (1:18)"])
    }
}
