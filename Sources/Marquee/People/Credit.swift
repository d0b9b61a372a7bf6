import GraphQL

/// A row of `credits`: a person's part in one title or episode.
package typealias Credit = Record<CreditColumn>

package enum CreditColumn: Int, EntityColumn {
    // The person's attributes stand together, for `Credit.person`.
    case id, personId, personName, titleId, episodeId, department, job, character, billing, episodeCount

    package var expression: String {
        switch self {
        // The tables' way to say "not billed".
        case .billing: "nullif(t.billing, 32767)"
        default: ownColumn
        }
    }
}

/// What a credit knows of its person, whose row need not be read for it.
extension Credit {
    /// Attributes of persons.
    static var known: AttributeSet { AttributeSet(PersonColumn.id, .name) }

    static func knowsPerson(_ needs: AttributeSet) -> Bool { needs & ~known == 0 }

    fileprivate static func needsForPerson(_ needs: AttributeSet) -> AttributeSet {
        knowsPerson(needs) ? AttributeSet(CreditColumn.personName) : 0
    }

    /// Of a credit with all that `needsForPerson` says.
    fileprivate var person: Person {
        Person(rows: rows, row: row, offset: Int32(place(of: .personId)), columns: Self.known)
    }
}

extension Resolvers<RequestContext> {
    mutating func credits(_ schema: Schema) {
        object("Credit", Credit.self) { credit in
            credit.columns(of: "Credit", in: schema)
            credit.globalID(.credit, CreditColumn.id)
            credit.load("person", needs: AttributeSet(CreditColumn.personId), needsFor: Credit.needsForPerson) {
                credits, call in
                if Credit.knowsPerson(call.needs) { return Resolved(credits.map(\.person)) }
                let keys = credits.map { $0.int(.personId) }
                return Resolved(try await call.context.one(PersonStatements.byID, keys, needs: call.needs))
            }
            credit.load("title", needs: AttributeSet(CreditColumn.titleId)) { credits, call in
                let keys = credits.map { $0.int(.titleId) }
                return Resolved(
                    try await call.context.one(
                        TitleStatements.byID, keys, needs: call.needs | AttributeSet(TitleColumn.kind)))
            }
            credit.load("episode", needs: AttributeSet(CreditColumn.episodeId)) { credits, call in
                let keys = credits.map { $0.optionalInt(.episodeId) }
                return Resolved(try await call.context.one(EpisodeStatements.byID, keys, needs: call.needs))
            }
        }
        connection("Credit", of: CreditColumn.self)
    }
}
