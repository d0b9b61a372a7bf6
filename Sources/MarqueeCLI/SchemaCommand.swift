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
        let old = String(decoding: try FileSystem.content(of: path), as: UTF8.self)
        let changes = try Schema(sdl: EmbeddedText.schema).changes(since: Schema(sdl: old))
        for change in changes { print("\(change.severity): \(change.coordinate): \(change.description)") }
        let count = changes.count { $0.severity == .breaking }
        if count > 0 { throw BreakingChanges(count: count, path: path) }
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
