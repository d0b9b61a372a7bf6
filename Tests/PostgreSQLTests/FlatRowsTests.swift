import EventLoop
import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct FlatRowsTests {
    private func rows() throws -> Rows {
        try OwnerConnection(url: emptyDatabase()).query(
            "select * from (values (1, 'one', null), (2, '', 'é'), (3, null, repeat('x', 5000))) v (a, b, c)")
    }

    private static func copy(_ bytes: [UInt8], columns: Int = 3) -> Rows? {
        Rows(copiedBytes: bytes.span, columns: columns)
    }

    @Test func `a copy reads as the rows it was made of`() throws {
        let rows = try rows()
        let copy = Rows(copying: rows, 1..<3)
        #expect(copy.count == 2)
        #expect(copy.columns == 3)
        for row in 0..<2 {
            for column in 0..<3 {
                #expect(copy.optionalText(row, column) == rows.optionalText(row + 1, column))
            }
        }
        #expect(copy.isNull(2, 0))
        #expect(copy.isNull(0, 3))
        #expect(copy.isNull(-1, 0))
        #expect(copy.text(5, 5) == "")
        #expect(copy.copiedSize == copy.copiedBytes.count)
    }

    @Test func `a copy's bytes make the same copy again, and nothing else does`() throws {
        let bytes = Rows(copying: try rows(), 0..<3).copiedBytes
        let again = Self.copy(bytes)
        #expect(again?.copiedBytes == bytes)
        #expect(again?.optionalText(1, 2) == "é")
        #expect(Self.copy(bytes, columns: 2) == nil)
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(Self.copy(Array(bytes[..<count])) == nil, "the first \(count) bytes")
        }
        #expect(Self.copy(bytes + [0]) == nil)
    }

    @Test func `damaged bytes are refused or read within their bounds`() throws {
        let bytes = Rows(copying: try rows(), 0..<2).copiedBytes
        for place in bytes.indices {
            for bit in [1, 0x80] as [UInt8] {
                var damaged = bytes
                damaged[place] ^= bit
                guard let rows = Self.copy(damaged) else { continue }
                let cells = (0..<rows.count).flatMap { row in (0..<3).map { rows.bytes(row, $0).byteCount } }
                #expect(cells.reduce(0, +) < bytes.count)
            }
        }
    }
}
