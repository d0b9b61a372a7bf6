internal import CEmbedded

/// One file of `migrations/`: a script that changes the schema once and is never edited afterwards.
package struct Migration: Hashable, Sendable {
    /// Files are `NNNN_name.sql`; numbers begin at 1 and leave none out.
    package let number: Int
    /// The file's name.
    package let name: String
    package let script: String

    /// Nil unless the name begins with a number.
    package init?(name: String, script: String) {
        guard let number = Int(name.prefix { $0 != "_" }) else { return nil }
        self.number = number
        self.name = name
        self.script = script
    }

    /// What this binary carries, in order.
    package static let embedded: [Migration] = {
        var found: [Migration] = []
        var index = 0
        while let file = unsafe embedded_migration(index)?.pointee, let name = unsafe file.name {
            let bytes = unsafe UnsafeRawBufferPointer(start: file.bytes, count: file.length)
            let script = unsafe String(decoding: bytes, as: UTF8.self)
            guard let migration = unsafe Migration(name: String(cString: name), script: script) else {
                preconditionFailure("embedded migrations are named NNNN_name.sql")
            }
            found.append(migration)
            index += 1
        }
        return found
    }()
}
