import CAllocationCount
import Glibc
import Testing

/// Runs the built `graphql-bench`, which counts what it allocates, from the repository's folder. Hashing is made the same
/// on every run, since tables grow by it.
@Suite(.enabled(if: allocations_are_counted(), "a sanitizer has allocators of its own")) struct AllocationsTests {
    private func run(_ arguments: String) throws -> (status: Int32, output: String) {
        guard let own = unsafe realpath("/proc/self/exe", nil) else { throw Errno(code: errno) }
        defer { unsafe free(own) }
        let folder = unsafe String(cString: own).split(separator: "/").dropLast().map { "/\($0)" }.joined()
        let command = "SWIFT_DETERMINISTIC_HASHING=1 '\(folder)/graphql-bench' \(arguments) 2>&1"
        guard let pipe = unsafe popen(command, "r") else { throw Errno(code: errno) }
        var output: [UInt8] = []
        while case let byte = unsafe getc(pipe), byte != EOF { output.append(UInt8(truncatingIfNeeded: byte)) }
        return (unsafe pclose(pipe), String(decoding: output, as: UTF8.self))
    }

    /// Why the system did not run it.
    private struct Errno: Error {
        let code: Int32
    }

    @Test func `no operation allocates more than its limit`() throws {
        let (status, output) = try run("allocations Benchmarks/allocations.txt")
        #expect(status == 0, "\(output)")
        #expect(output.contains("rows -: "))
    }

    @Test func `an operation over its limit is told`() throws {
        var path = Array("/tmp/marquee-allocations-XXXXXX".utf8CString)
        let file = unsafe mkstemp(&path)
        let name = String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unsafe unlink(name) }
        let line = "rows - 0 0\n"
        let count = unsafe write(file, line, line.utf8.count)
        #expect(count == line.utf8.count)
        close(file)
        let (status, output) = try run("allocations \(name)")
        #expect(status != 0)
        #expect(output.hasSuffix("too many allocations: rows\n"))
    }
}
