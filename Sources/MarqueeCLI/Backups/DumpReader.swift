internal import Glibc
internal import Services

/// Reads the rows of a dump as `pg_restore` writes them down: statements of a line each, and after each
/// `COPY … FROM stdin;` the rows of a table, up to a line `\.`.
struct DumpReader {
    enum Part: Equatable {
        case statement(String)
        /// The statement that begins a table; `rows` gives what follows.
        case table(String)
    }

    private let read: () throws(DumpError) -> [UInt8]?
    private var buffer: [UInt8] = []
    /// Where in the buffer the next line begins.
    private var position = 0
    private var isInTable = false

    /// - Parameter read: the next piece of the script; nil at its end.
    init(_ read: @escaping () throws(DumpError) -> [UInt8]?) { self.read = read }

    init(_ script: DumpScript) { self.init { () throws(DumpError) in try script.next() } }

    /// The next statement; nil at the end.
    mutating func next() throws(DumpError) -> Part? {
        while let line = try line() {
            // Comments, and lines for psql, which no statement begins like.
            if line.isEmpty || line.starts(with: "--".utf8) || line.first == UInt8(ascii: "\\") { continue }
            let statement = String(decoding: line, as: UTF8.self)
            isInTable = statement.hasPrefix("COPY ") && statement.hasSuffix(" FROM stdin;")
            return isInTable ? .table(statement) : .statement(statement)
        }
        return nil
    }

    /// Whole rows of the table that was begun, some 64 kB; nil after the last.
    mutating func rows() throws(DumpError) -> [UInt8]? {
        guard isInTable else { return nil }
        var rows: [UInt8] = []
        while rows.count < 1 << 16 {
            guard let line = try line() else {
                throw .failed(program: "pg_restore", words: "its output ends within the rows of a table")
            }
            if line.elementsEqual("\\.".utf8) {
                isInTable = false
                return rows.isEmpty ? nil : rows
            }
            rows += line
            rows.append(UInt8(ascii: "\n"))
        }
        return rows
    }

    /// What is left as one script, without the lines for psql.
    mutating func rest() throws(DumpError) -> String {
        var script: [UInt8] = []
        while let line = try line() {
            if line.starts(with: "\\restrict ".utf8) || line.starts(with: "\\unrestrict ".utf8) { continue }
            script += line
            script.append(UInt8(ascii: "\n"))
        }
        return String(decoding: script, as: UTF8.self)
    }

    private mutating func line() throws(DumpError) -> ArraySlice<UInt8>? {
        var searched = position
        while true {
            if let end = lineEnd(from: searched) {
                defer { position = end + 1 }
                return buffer[position..<end]
            }
            buffer.removeSubrange(..<position)
            position = 0
            searched = buffer.count
            guard let more = try read() else { return nil }
            buffer += more
        }
    }

    /// Where the next line ends at `start` or later, as far as it has been read.
    private func lineEnd(from start: Int) -> Int? {
        unsafe buffer.withUnsafeBytes { bytes in
            guard start < bytes.count, let first = bytes.baseAddress else { return nil }
            let found = unsafe memchr(first + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
            return unsafe found.map { unsafe UnsafeRawPointer($0) - first }
        }
    }
}
