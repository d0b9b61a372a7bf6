extension Source {
    /// The places of many byte offsets, in their order. One sweep over the text finds all of them, so that an error
    /// that names thousands of fields costs no more than reading the document once.
    func locations(at offsets: [Int]) -> [SourceLocation] {
        var result = Array(repeating: SourceLocation(line: 1, column: 1), count: offsets.count)
        var sweep = LocationSweep(self)
        for index in offsets.indices.sorted(by: { offsets[$0] < offsets[$1] }) {
            result[index] = sweep.location(at: offsets[index])
        }
        return result
    }
}

/// Lines and columns counted forwards through a text. CR, LF and CRLF each end a line; columns count UTF-16 units.
private struct LocationSweep {
    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var column = 1

    init(_ source: Source) {
        bytes = source.bytes
    }

    /// The place of an offset not before the one asked for last.
    mutating func location(at target: Int) -> SourceLocation {
        while offset < min(target, bytes.count) {
            step()
        }
        return SourceLocation(line: line, column: column)
    }

    private mutating func step() {
        let byte = bytes[offset]
        offset += 1
        let isPair = byte == UInt8(ascii: "\r") && offset < bytes.count && bytes[offset] == UInt8(ascii: "\n")
        if byte == UInt8(ascii: "\n") || (byte == UInt8(ascii: "\r") && !isPair) {
            line += 1
            column = 1
        } else {
            column += utf16Units(startedBy: byte)
        }
    }

    /// Bytes that continue a character add nothing; a character of four bytes takes two units.
    private func utf16Units(startedBy byte: UInt8) -> Int {
        switch byte {
        case 0x80..<0xC0: 0
        case 0xF0...: 2
        default: 1
        }
    }
}
