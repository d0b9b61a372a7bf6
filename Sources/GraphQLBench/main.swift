import Glibc

/// The engine alone, without a socket or a database: what `Benchmarks/compare` times beside graphql-js.
///
///     graphql-bench serve                  answers lines `WORKLOAD FILE SECONDS` (see `Session`)
///     graphql-bench allocations FILE       allocations of each operation against the limits in a file
///     graphql-bench hostile                times documents made to keep an engine busy
///
/// Its folder is the repository's: it reads `schema.graphql` and `Benchmarks/documents`.
let words = CommandLine.arguments.dropFirst()
do {
    switch words.first {
    case "serve": try await Session.run()
    case "allocations" where words.count == 2: try await Allocations.check(against: words[2])
    case "hostile": try HostileDocuments.report()
    default: throw BenchFailure("usage: graphql-bench serve | allocations FILE | hostile")
    }
} catch {
    print(error)
    exit(1)
}
