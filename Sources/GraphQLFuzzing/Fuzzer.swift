/// Makes inputs and has them checked. An input depends on the run's number, the surface and its own number alone, so
/// that any of them can be made again.
package struct Fuzzer: Sendable {
    private let seeds: Seeds
    private let run: UInt64

    package init(seeds: Seeds = Seeds(), run: UInt64 = 1) {
        self.seeds = seeds
        self.run = run
    }

    /// The input of a number, and the seed it was made of.
    package func input(_ number: Int, for surface: Surface) -> (bytes: [UInt8], seed: Seed) {
        let place = UInt64(Surface.allCases.firstIndex(of: surface) ?? 0)
        var start = SplitMix(state: run &* 0xD134_2543_DE82_EF95 &+ place << 56 &+ UInt64(number))
        var mutator = Mutator(random: SplitMix(state: start.next()))
        let seed = mutator.random.element(of: seeds[surface])
        return (mutator.mutant(of: seed.text, among: seeds[surface]), seed)
    }

    /// Checks one input. Says whether it was accepted.
    package func check(_ number: Int, for surface: Surface) async throws(FuzzFailure) -> Bool {
        let (bytes, seed) = input(number, for: surface)
        do throws(Complaint) {
            return try await surface.check(bytes, seed)
        } catch {
            throw FuzzFailure(surface: surface, number: number, input: bytes, complaint: error)
        }
    }
}

/// An input of which something does not hold.
package struct FuzzFailure: Error, CustomStringConvertible {
    let surface: Surface
    let number: Int
    let input: [UInt8]
    let complaint: Complaint

    /// Cut short; the whole input can be made again by its number.
    package var description: String {
        let text = "\(surface.rawValue) \(number): \(complaint)\nThe input:\n\(String(decoding: input, as: UTF8.self))"
        return text.utf8.count > 4_000 ? text.prefix(4_000) + "…" : text
    }
}
