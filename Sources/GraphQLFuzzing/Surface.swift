import GraphQL

/// A part of the library that reads what strangers send, or nearly so.
package enum Surface: String, CaseIterable, Sendable {
    case lexer
    case document
    case value
    case type
    case coordinate
    case sdl
    case validation
    case json
    case variables

    /// Reads an input and checks what must hold of any. Says whether the input was accepted, or what does not hold.
    package func check(_ input: [UInt8], _ seed: Seed) async throws(Complaint) -> Bool {
        switch self {
        case .lexer: try LexerCheck.run(input)
        case .document, .value, .type, .coordinate: try ParserCheck.run(input, as: self)
        case .sdl: try SDLCheck.run(input, base: seed.engine.schema)
        case .validation: try await ValidationCheck.run(input, seed.engine)
        case .json: try JSONCheck.run(input)
        case .variables: try await VariablesCheck.run(input, seed)
        }
    }
}

/// What does not hold of an input.
package struct Complaint: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Throws a complaint unless a condition holds.
func require(_ condition: Bool, _ complaint: @autoclosure () -> String) throws(Complaint) {
    guard condition else { throw Complaint(complaint()) }
}
