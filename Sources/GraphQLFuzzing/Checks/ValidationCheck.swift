import GraphQL

/// A bounded number of errors with their places; what passes can be planned and run, and what runs without having been
/// validated is answered in JSON as well.
enum ValidationCheck {
    private static let maximumErrors = 100

    static func run(_ input: [UInt8], _ engine: Engine<PlainRoot>) async throws(Complaint) -> Bool {
        let source = Source(input)
        guard let document = try? parse(source, maxTokens: 15_000) else { return false }
        let errors = engine.schema.validate(document, rules: .all, maxErrors: maximumErrors)
        try ParserCheck.checkPlaces(of: errors, in: source)
        try require(errors.count <= maximumErrors + 1, "\(errors.count) errors")
        try checkJSON(Response(refusal: errors))
        try checkJSON(await engine.execute(source, rules: ValidationRules([])))
        try checkJSON(await engine.execute(source))
        return errors.isEmpty
    }

    static func checkJSON(_ response: Response) throws(Complaint) {
        let bytes = unsafe response.bytes.withUnsafeBytes { unsafe [UInt8]($0) }
        do throws(JSONError) {
            _ = try JSONReader.value(of: bytes.span, maxDepth: 10_000)
        } catch {
            throw Complaint("the answer is no JSON: \(error)\n\(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
