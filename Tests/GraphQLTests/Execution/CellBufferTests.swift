import Testing

@testable import GraphQL

@Suite struct CellBufferTests {
    /// The cells of one column, as they are copied into an answer; nil for an empty one.
    private func copies(of cells: LeafCells, _ count: Int) -> [String?] {
        (0..<count).map { cell in
            var answer = ResponseBuffer()
            return answer.append(cell, of: cells) ? answer.finish().text : nil
        }
    }

    @Test(arguments: [1, 31, 32, 33, 500]) func `cells of any length are copied whole`(length: Int) {
        let words = ["a", "b", "c"].map { String(repeating: $0, count: length) }
        var buffer = CellBuffer(count: 3)
        buffer.beginColumn(prefix: Array(",\"key\":".utf8), refusesNull: false)
        for word in words { buffer.append { $0.appendString(word) } }
        #expect(copies(of: buffer.finish(), 3) == words.map { ",\"key\":\"\($0)\"" })
    }

    @Test func `a cell leaves nothing behind its end`() {
        var buffer = CellBuffer(count: 2)
        buffer.beginColumn(prefix: [], refusesNull: false)
        buffer.append { $0.append(Int64(1)) }
        buffer.append { $0.append(Int64(234)) }
        let cells = buffer.finish()
        var answer = ResponseBuffer()
        let isCopied = answer.append(0, of: cells)
        #expect(isCopied)
        answer.append("]")
        #expect(answer.finish().text == "1]")
    }

    @Test func `a value that writes nothing is null, or an empty cell where the schema has none`() {
        var buffer = CellBuffer(count: 2)
        buffer.beginColumn(prefix: Array(",\"a\":".utf8), refusesNull: false)
        buffer.append { _ in }
        buffer.beginColumn(prefix: Array(",\"b\":".utf8), refusesNull: true)
        buffer.append { _ in }
        let cells = buffer.finish()
        #expect(copies(of: cells, 2) == [",\"a\":null", nil])
        #expect(cells.failure(1) == nil)
    }

    @Test func `a failed value is an empty cell with its error, and harms no neighbour`() {
        var buffer = CellBuffer(count: 3)
        buffer.beginColumn(prefix: Array(",\"a\":".utf8), refusesNull: false)
        buffer.append { $0.append(true) }
        buffer.append { buffer throws(FieldError) in
            buffer.append(false)
            throw FieldError("too late", code: .internal)
        }
        buffer.append { $0.append(false) }
        let cells = buffer.finish()
        #expect(copies(of: cells, 3) == [",\"a\":true", nil, ",\"a\":false"])
        #expect(cells.failure(1)?.message == "too late")
        #expect(cells.failure(0) == nil)
    }
}
