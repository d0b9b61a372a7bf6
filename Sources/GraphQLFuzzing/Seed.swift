package import GraphQL

/// A text to damage, and what it is read against.
package struct Seed: Sendable {
    package let text: [UInt8]
    /// Of documents: answers them from plain values.
    let engine: Engine<PlainRoot>
    /// Of variables: the document whose operation they are for.
    let document: String

    package init(_ text: [UInt8], engine: Engine<PlainRoot> = OwnSeeds.engine, document: String = "{ __typename }") {
        self.text = text
        self.engine = engine
        self.document = document
    }

    package init(_ text: String, engine: Engine<PlainRoot> = OwnSeeds.engine, document: String = "{ __typename }") {
        self.init(Array(text.utf8), engine: engine, document: document)
    }
}

/// The seeds of each surface.
package struct Seeds: Sendable {
    private(set) var bySurface: [Surface: [Seed]]

    package init(_ bySurface: [Surface: [Seed]] = OwnSeeds.all) {
        self.bySurface = bySurface
    }

    package subscript(surface: Surface) -> [Seed] { bySurface[surface] ?? [] }

    mutating func add(_ seed: Seed, to surface: Surface) { bySurface[surface, default: []].append(seed) }
}
