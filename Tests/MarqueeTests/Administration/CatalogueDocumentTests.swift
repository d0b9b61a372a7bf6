import Glibc
import GraphQL
import Marquee
import Testing

@Suite struct CatalogueDocumentTests {
    /// `catalogue/`, seen from this file.
    private static let folder = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined() + "/catalogue"

    @Test func `every file of the catalogue is in the document, under its member`() throws {
        let value = try JSONReader.value(of: CatalogueDocument().bytes.span)
        guard case .object(let members) = value else { throw Unexpected(value: value) }
        #expect(members.map(\.name) == ["genres", "networks", "people", "movies", "shows"])
        for member in members {
            #expect(try Set(rows(member.value)) == Set(rowsOnDisk(of: member.name)), "\(member.name)")
        }
    }

    /// The rows of all files that belong to a member.
    private func rowsOnDisk(of member: String) throws -> [JSONValue] {
        let patterns = [
            "\(Self.folder)/\(member).json", "\(Self.folder)/\(member)-*.json", "\(Self.folder)/\(member)/*.json",
        ]
        let files = patterns.flatMap(paths)
        #expect(!files.isEmpty)
        return try files.flatMap { path in
            let value = try JSONReader.value(of: bytes(of: path).span)
            if case .object = value { return [value] }
            return try rows(value)
        }
    }

    private func rows(_ value: JSONValue) throws -> [JSONValue] {
        guard case .array(let rows) = value else { throw Unexpected(value: value) }
        return rows
    }

    private struct Unexpected: Error { let value: JSONValue }

    private func paths(_ pattern: String) -> [String] {
        var found = unsafe glob_t()
        defer { unsafe globfree(&found) }
        guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
        let names = unsafe (0..<Int(found.gl_pathc)).compactMap { unsafe found.gl_pathv[$0] }
        return unsafe names.map { unsafe String(cString: $0) }
    }

    private func bytes(of path: String) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = unsafe read(file, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }
}
