/// Where servers find each other's answers. It is a help: what it cannot find is computed.
package struct SharedAnswers: Sendable {
    /// A place for an answer that is current now; what is made later may be kept there, as it can only be newer.
    package typealias Place = String

    /// Nil while nobody can tell what is current.
    let place: @Sendable (AnswerKey) -> Place?
    /// Only what was kept there, byte for byte; nil when there is none or nobody can tell.
    let find: @Sendable (Place) async -> [UInt8]?
    let keep: @Sendable (Place, [UInt8], _ lifetime: Duration) async -> Void

    /// All are called on the endpoint's loop.
    package init(
        place: @escaping @Sendable (AnswerKey) -> Place?, find: @escaping @Sendable (Place) async -> [UInt8]?,
        keep: @escaping @Sendable (Place, [UInt8], _ lifetime: Duration) async -> Void
    ) {
        self.place = place
        self.find = find
        self.keep = keep
    }
}
