internal import CEmbedded

/// The files of `catalogue/` as the one document `seed.sql` takes:
/// `{"genres":[…],"networks":[…],"people":[…],"movies":[…],"shows":[…]}`.
///
/// Files are joined by their bytes; what their rows hold only PostgreSQL reads.
package struct CatalogueDocument: Sendable {
    package private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]

    /// The sample catalogue this binary carries.
    package init() {
        var index = 0
        while let group = unsafe embedded_catalogue_group(index)?.pointee, let name = unsafe group.name {
            let content = unsafe UnsafeRawBufferPointer(start: group.bytes, count: group.length)
            unsafe appendMember(String(cString: name), files: content.split(separator: Self.endOfFile).map(Array.init))
            index += 1
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// What ends each file of an embedded group.
    private static let endOfFile: UInt8 = 0x1E

    /// Adds a member whose array holds the rows of all files.
    private mutating func appendMember(_ name: String, files: [[UInt8]]) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: "\"\(name)\":[".utf8)
        bytes.append(contentsOf: files.map(Self.rows).joined(separator: [UInt8(ascii: ",")]))
        bytes.append(UInt8(ascii: "]"))
    }

    /// A file without the brackets of its array; a file that holds one object as it is.
    private static func rows(of file: [UInt8]) -> ArraySlice<UInt8> {
        let text = trimmed(file[...])
        guard text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") else { return text }
        return trimmed(text.dropFirst().dropLast())
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
        var rest = bytes.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }
}
