import GraphQLFuzzing
import Testing

@Suite struct FuzzerTests {
    /// `make fuzz` does the same for minutes.
    @Test(.timeLimit(.minutes(5)), arguments: Surface.allCases)
    func `damaged texts are refused or keep what must hold`(surface: Surface) async throws {
        let fuzzer = Fuzzer(run: 2025)
        var accepted = 0
        for number in 0..<250 where try await fuzzer.check(number, for: surface) { accepted += 1 }
        // Both ways are to be taken.
        #expect(1..<250 ~= accepted)
    }

    @Test func `the same run makes the same inputs`() {
        let first = Fuzzer(run: 1)
        let again = Fuzzer(run: 1)
        let other = Fuzzer(run: 2)
        let inputs = { (fuzzer: Fuzzer) in (0..<50).map { fuzzer.input($0, for: .document).bytes } }
        #expect(inputs(first) == inputs(again))
        #expect(inputs(first) != inputs(other))
        #expect(Set(inputs(first)).count > 45)
        #expect(inputs(first).allSatisfy { $0.count <= 64 << 10 })
    }
}
