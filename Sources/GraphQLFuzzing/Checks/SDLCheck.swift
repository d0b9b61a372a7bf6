import GraphQL

/// Definitions are refused or make a schema; one without faults reads back the same once printed.
enum SDLCheck {
    static func run(_ input: [UInt8], base: Schema) throws(Complaint) -> Bool {
        let source = Source(input)
        guard let document = try? parse(source) else { return false }
        try checkExtension(document, of: base)
        let errors = Schema.validateSDL(document)
        try ParserCheck.checkPlaces(of: errors, in: source)
        guard errors.isEmpty, let schema = try? Schema.build(document) else { return false }
        guard schema.check().isEmpty else { return false }
        let printed = schema.printed
        let again: Schema
        do {
            again = try Schema(sdl: printed)
        } catch {
            throw Complaint("the schema cannot be read once printed: \(error)\n\(printed)")
        }
        try require(again.printed == printed, "the schema is printed differently the second time: \(printed)")
        return true
    }

    private static func checkExtension(_ document: Document, of base: Schema) throws(Complaint) {
        let errors = Schema.validateSDL(document, extending: base)
        try ParserCheck.checkPlaces(of: errors, in: document.source)
        guard errors.isEmpty, let schema = try? Schema.build(document, extending: base) else { return }
        _ = schema.check()
        _ = schema.printed
    }
}
