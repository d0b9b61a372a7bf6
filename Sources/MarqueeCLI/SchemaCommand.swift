internal import Glibc
internal import GraphQL
internal import Marquee

/// `marquee schema`: the schema that is served, to read, to document and to hold against an older one.
struct SchemaCommand {
    private let form: SchemaForm

    init(_ form: SchemaForm) { self.form = form }

    func run() throws {
        switch form {
        case .definitions: print(EmbeddedText.schema, terminator: "")
        case .markdown: print(try Self.markdown(), terminator: "")
        case .check(let path): try check(against: path)
        }
    }

    /// `docs/api.md`.
    static func markdown() throws -> String {
        try Schema(sdl: EmbeddedText.schema).markdown(title: "The API of Marquee")
    }

    /// Lists what changed since the schema in a file; throws if clients of that one would notice.
    private func check(against path: String) throws {
        let changes = try Schema(sdl: EmbeddedText.schema).changes(since: Schema(sdl: Self.text(of: path)))
        for change in changes { print("\(change.severity): \(change.coordinate): \(change.description)") }
        let count = changes.count { $0.severity == .breaking }
        if count > 0 { throw BreakingChanges(count: count, path: path) }
    }

    private static func text(of path: String) throws(UnreadableFile) -> String {
        guard let file = unsafe fopen(path, "re") else { throw UnreadableFile(path: path, errno: errno) }
        defer { unsafe fclose(file) }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            guard unsafe ferror(file) == 0 else { throw UnreadableFile(path: path, errno: errno) }
            if count == 0 { return String(decoding: text, as: UTF8.self) }
            text += chunk[..<count]
        }
    }
}

/// What `marquee schema` prints.
package enum SchemaForm: Equatable, Sendable {
    case definitions
    case markdown
    /// What changed since the schema in a file.
    case check(String)
}

/// The schema broke its promises to clients of an older one.
struct BreakingChanges: Error, CustomStringConvertible {
    let count: Int
    let path: String

    var description: String { "\(count) breaking change\(count == 1 ? "" : "s") since the schema in \"\(path)\"" }
}

struct UnreadableFile: Error, CustomStringConvertible {
    let path: String
    let errno: Int32

    var description: String { "\"\(path)\" cannot be read: \(unsafe String(cString: strerror(errno)))" }
}
