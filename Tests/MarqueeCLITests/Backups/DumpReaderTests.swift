import Services
import Testing

@testable import MarqueeCLI

@Suite struct DumpReaderTests {
    private static let script = #"""
        --
        \restrict abc

        SET row_security = off;
        COPY public.notes (id, body) FROM stdin;
        1	\\.
        2	-- a\nb
        \.


        COPY public.none (id) FROM stdin;
        \.

        SELECT pg_catalog.setval('public.notes_id_seq', 2, true);
        \unrestrict abc

        """#

    /// The script in pieces of so many bytes.
    private static func reader(_ script: String, by size: Int) -> DumpReader {
        var rest = Array(script.utf8)[...]
        return DumpReader { () throws(DumpError) in
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
    }

    @Test(arguments: [1, 7, 64, 10_000]) func `statements and rows come apart, however the pieces fall`(size: Int)
        throws
    {
        var reader = Self.reader(Self.script, by: size)
        #expect(try reader.next() == .statement("SET row_security = off;"))
        #expect(try reader.next() == .table("COPY public.notes (id, body) FROM stdin;"))
        #expect(try reader.rows() == Array("1\t\\\\.\n2\t-- a\\nb\n".utf8))
        #expect(try reader.rows() == nil)
        #expect(try reader.next() == .table("COPY public.none (id) FROM stdin;"))
        #expect(try reader.rows() == nil)
        #expect(try reader.next() == .statement("SELECT pg_catalog.setval('public.notes_id_seq', 2, true);"))
        #expect(try reader.next() == nil)
    }

    @Test func `many rows come in several parts`() throws {
        let rows = (0..<200).map { "\($0)\t\(String(repeating: "x", count: 1_000))\n" }.joined()
        var reader = Self.reader("COPY public.a (b) FROM stdin;\n\(rows)\\.\n", by: 65_536)
        #expect(try reader.next() == .table("COPY public.a (b) FROM stdin;"))
        var parts: [[UInt8]] = []
        while let part = try reader.rows() { parts.append(part) }
        #expect(parts.count >= 3 && parts.allSatisfy { $0.last == 10 && $0.count < 70_000 })
        #expect(parts.flatMap { $0 } == Array(rows.utf8))
    }

    @Test func `an end within the rows of a table is an error`() throws {
        var reader = Self.reader("COPY public.a (b) FROM stdin;\n1\n", by: 10)
        _ = try reader.next()
        let error = #expect(throws: DumpError.self) { while try reader.rows() != nil {} }
        #expect("\(try #require(error))".contains("ends within the rows"))
    }

    @Test func `a script of definitions loses only what is meant for psql`() throws {
        var reader = Self.reader(
            "\\restrict x\nCREATE TABLE a (\n    b text DEFAULT '\\d'\n);\n\\unrestrict x\n", by: 5)
        #expect(try reader.rest() == "CREATE TABLE a (\n    b text DEFAULT '\\d'\n);\n")
    }
}
