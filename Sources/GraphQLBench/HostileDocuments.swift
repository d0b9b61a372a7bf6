import GraphQL

/// Documents made to keep an engine busy, and how long it takes to parse, validate and plan or refuse them.
enum HostileDocuments {
    private static let sdl = """
        type Query { movie(id: ID, filter: Filter, ids: [ID]): Movie text(value: String): String number(value: Float): Int }
        type Movie { id: ID title: String sequels: [Movie] similar(to: ID): [Movie] }
        input Filter { and: [Filter] id: ID }
        """

    /// How long an answer to any of them may take.
    private static let allowance = Duration.milliseconds(20)

    /// Prints a row of a table for each: its size, the slowest of five times in milliseconds under the limits that a
    /// server has unless told otherwise, what became of it, and the slowest without any limits but that of errors.
    static func report() throws {
        let schema = try Schema(sdl: sdl)
        let served = Engine(plain: schema)
        var options = EngineOptions<PlainRoot>()
        options.limits = .none
        options.limits.errors = OperationLimits().errors
        let unlimited = Engine(plain: schema, options: options)
        print("| document | bytes | served, ms | answer | without limits, ms |\n|---|---|---|---|---|")
        var slow: [String] = []
        for (name, document) in documents {
            let source = Source(document)
            let (time, outcome) = measure(served, source)
            if time > allowance { slow.append(name) }
            let unlimitedTime = measure(unlimited, source).time
            print("| \(name) | \(document.utf8.count) | \(text(time)) | \(outcome) | \(text(unlimitedTime)) |")
        }
        print(slow.isEmpty ? "\nAll served within 20 ms." : "\nServed too slowly: \(slow.joined(separator: ", ")).")
    }

    private static func measure(
        _ engine: Engine<PlainRoot>, _ source: Source
    ) -> (time: Duration, outcome: String) {
        var outcome = ""
        var slowest = Duration.zero
        for _ in 0..<5 {
            let start = ContinuousClock.now
            outcome = answer(engine, source)
            slowest = max(slowest, ContinuousClock.now - start)
        }
        return (slowest, outcome)
    }

    /// Milliseconds with one decimal.
    private static func text(_ time: Duration) -> String {
        let tenths = Int((time / .microseconds(100)).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// What became of a document: prepared, or the code of its first error and how many there are. The answer is
    /// written as a server does, since errors may repeat what the document holds.
    private static func answer(_ engine: Engine<PlainRoot>, _ source: Source) -> String {
        do throws(RequestErrors) {
            _ = try engine.prepare(source)
            return "prepared"
        } catch {
            let bytes = Response(refusal: error.errors).bytes.count
            let code = error.errors.first?.extensions.first { $0.name == "code" }?.value.string ?? "no code"
            return "`\(code)`, errors: \(error.errors.count), bytes: \(bytes)"
        }
    }
}
