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

    @Test(arguments: [1, 31, 32, 33, 55, 56, 500]) func `cells of any length are copied whole`(length: Int) {
        let words = ["a", "b", "c"].map { String(repeating: $0, count: length) }
        var buffer = CellBuffer(count: 3)
        buffer.beginColumn(prefix: Array(",\"key\":".utf8), refusesNull: false)
        for word in words { buffer.append { $0.appendString(word) } }
        let cells = buffer.finish()
        #expect(copies(of: cells, 3) == words.map { ",\"key\":\"\($0)\"" })
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

    @Test func `a key of any length begins its cells`() {
        for length in [0, 1, 31, 32, 33, 100] {
            let prefix = [UInt8](repeating: UInt8(ascii: "k"), count: length)
            var buffer = CellBuffer(count: 1)
            buffer.beginColumn(prefix: prefix, refusesNull: true)
            buffer.append { $0.append(true) }
            let cells = buffer.finish()
            #expect(copies(of: cells, 1) == [String(decoding: prefix, as: UTF8.self) + "true"])
        }
    }

    @Test func `rows are put together from their cells up to one that lacks a cell`() {
        var buffer = CellBuffer(count: 8)
        buffer.beginColumn(prefix: Array(",\"a\":".utf8), refusesNull: false)
        for number in 0..<4 { buffer.append { $0.append(Int64(number)) } }
        buffer.beginColumn(prefix: Array(",\"b\":".utf8), refusesNull: true)
        for number in 0..<4 { buffer.append { if number != 3 { $0.appendString("\(number)") } } }
        let cells = buffer.finish()
        var answer = ResponseBuffer()
        let whole = answer.append(rows: 1..<3, ofListFrom: 1, cells, firstCells: [4, 0])
        let upToGap = answer.append(rows: 2..<4, ofListFrom: 1, cells, firstCells: [4, 0])
        #expect((whole, upToGap) == (3, 3))
        let text = answer.finish().text
        #expect(text == #"{"b":"1","a":1},{"b":"2","a":2},{"b":"2","a":2}"#)
    }
}
