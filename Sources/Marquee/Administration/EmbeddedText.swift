internal import CEmbedded

/// Files of the repository that travel inside the binary, as texts.
package enum EmbeddedText {
    /// `schema.graphql`, as it stands in the repository.
    package static var schema: String { unsafe text(of: embedded_schema) }

    /// The statements that load a catalogue, divided by lines `-- next`.
    static var seedScript: String { unsafe text(of: embedded_seed) }

    private static func text(of file: embedded_file) -> String {
        unsafe String(decoding: UnsafeRawBufferPointer(start: file.bytes, count: file.length), as: UTF8.self)
    }
}
