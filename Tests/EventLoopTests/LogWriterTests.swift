import EventLoop
import Glibc
import Testing

@Suite struct LogWriterTests {
    /// Two sockets that do for a pipe with little room.
    private struct Pipe: ~Copyable {
        let read: Int32
        let write: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
            try #require(unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0)
            (read, write) = (ends[0], ends[1])
        }

        deinit { close(read) }

        /// Reads until the writer's end is closed.
        func rest() -> String {
            var text: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 65536)
            while case let count = unsafe Glibc.read(read, &chunk, chunk.count), count > 0 {
                text += chunk.prefix(count)
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

    @Test func `lines arrive in order, from whichever thread`() async throws {
        let pipe = try Pipe()
        let writer = LogWriter(descriptor: pipe.write)
        for number in 1...1000 { writer.write(line: "\(number)") }
        writer.drain(within: .seconds(10))
        close(pipe.write)
        #expect(pipe.rest() == (1...1000).map { "\($0)\n" }.joined())
    }

    @Test func `while nobody reads, writing costs no time; what finds no room is dropped, counted and told of`() throws
    {
        let pipe = try Pipe()
        let writer = LogWriter(descriptor: pipe.write, limit: 100_000)
        let line = String(repeating: "x", count: 999)
        let start = ContinuousClock.now
        for _ in 1...5000 { writer.write(line: line) }
        writer.drain(within: .milliseconds(50))
        #expect(ContinuousClock.now - start < .seconds(2))

        // The reader is back, and reads what waited; then there is room again.
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        var watched = pollfd(fd: pipe.read, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&watched, 1, 500) > 0, case let count = unsafe read(pipe.read, &chunk, chunk.count), count > 0
        {
            text += chunk.prefix(count)
        }
        writer.write(line: "room")
        writer.drain(within: .seconds(10))
        close(pipe.write)
        let lines = (String(decoding: text, as: UTF8.self) + pipe.rest()).split(separator: "\n")
        #expect(lines.last == "room")
        let told = lines.filter { $0.hasPrefix("{\"level\":\"warning\",\"message\":\"log lines dropped\",\"count\":") }
        let dropped = told.compactMap { Int($0.split(separator: ":").last?.dropLast() ?? "") }.reduce(0, +)
        #expect(dropped > 0)
        #expect(dropped + lines.count { $0 == line } == 5000)
    }

    @Test func `a reader who has gone costs the lines only`() throws {
        signal(SIGPIPE, SIG_IGN)
        let writer: LogWriter
        do {
            let pipe = try Pipe()
            writer = LogWriter(descriptor: pipe.write)
        }
        writer.write(line: "nobody")
        writer.write(line: "reads")
        let start = ContinuousClock.now
        writer.drain(within: .seconds(10))
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
