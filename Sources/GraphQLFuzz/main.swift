import Glibc
import GraphQL
import GraphQLFuzzing

/// Damages texts and has every part of the language read them: nothing may crash, hang or take memory without bound.
///
///     graphql-fuzz RUN SECONDS [FILE...]                  every part for its share of the time
///     graphql-fuzz replay RUN SURFACE NUMBER [FILE...]    one input again, printed first
///
/// RUN is a number: the same number, the same inputs. FILEs of recorded cases add their texts to the seeds.
let words = CommandLine.arguments.dropFirst()
do {
    if words.first == "replay", words.count >= 4, let run = UInt64(words[2]), let surface = Surface(rawValue: words[3]),
        let number = words.dropFirst(3).first.flatMap({ Int($0) })
    {
        let fuzzer = Fuzzer(seeds: try seeds(of: words.dropFirst(4)), run: run)
        print(String(decoding: fuzzer.input(number, for: surface).bytes, as: UTF8.self))
        print(try await fuzzer.check(number, for: surface) ? "accepted" : "refused")
    } else if words.count >= 2, let run = UInt64(words[1]), let seconds = Int(words[2]) {
        let fuzzer = Fuzzer(seeds: try seeds(of: words.dropFirst(2)), run: run)
        if await !FuzzRun(fuzzer: fuzzer, duration: .seconds(seconds)).report() { exit(1) }
    } else {
        print("usage: graphql-fuzz RUN SECONDS [FILE...] | replay RUN SURFACE NUMBER [FILE...]")
        exit(2)
    }
} catch {
    print(error)
    exit(1)
}

func seeds(of files: ArraySlice<String>) throws -> Seeds {
    var seeds = Seeds()
    for file in files { seeds.add(casesOf: try JSONReader.value(of: bytes(ofFile: file).span, maxDepth: 10_000)) }
    return seeds
}

/// All bytes of a file; none if it cannot be read, which is no JSON then.
func bytes(ofFile path: String) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY)
    defer { close(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = unsafe read(file, &part, part.count)
        guard count > 0 else { return bytes }
        bytes += part[..<count]
    }
}
