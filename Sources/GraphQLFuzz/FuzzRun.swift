import Glibc
import GraphQLFuzzing

/// A run of some duration, shared equally among the surfaces.
struct FuzzRun {
    let fuzzer: Fuzzer
    let duration: Duration

    /// Prints a line for each surface: inputs checked, the share that was accepted, the slowest in milliseconds.
    /// Returns whether all was well.
    func report() async -> Bool {
        Watch.start()
        var total = 0
        var isWell = true
        for surface in Surface.allCases {
            print("\(surface.rawValue): ", terminator: "")
            fflush(nil)
            do {
                total += try await inputs(for: surface)
            } catch {
                print(error)
                isWell = false
            }
            Watch.end()
        }
        var usage = rusage()
        _ = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
        print("\(total) inputs in \(duration.components.seconds) s; at most \(usage.ru_maxrss >> 10) MB of memory")
        return isWell
    }

    /// Checks inputs for the surface's share of the time; returns how many.
    private func inputs(for surface: Surface) async throws(FuzzFailure) -> Int {
        let end = ContinuousClock.now + duration / Surface.allCases.count
        var number = 0
        var accepted = 0
        var slowest = (number: 0, time: Duration.zero)
        var now = ContinuousClock.now
        while now < end {
            Watch.begin(number)
            if try await fuzzer.check(number, for: surface) { accepted += 1 }
            let time = now.duration(to: .now)
            if time > slowest.time { slowest = (number, time) }
            now += time
            number += 1
        }
        let share = accepted * 100 / max(number, 1)
        let milliseconds = Int((slowest.time / .milliseconds(1)).rounded(.up))
        print("\(number) inputs, \(share) % accepted, slowest \(slowest.number): \(milliseconds) ms")
        return number
    }
}
