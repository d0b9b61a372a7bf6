import GraphQL
import PostgreSQL

/// A row of `people`.
package typealias Person = Record<PersonColumn>

package enum PersonColumn: Int, EntityColumn {
    case id, slug, name, alsoKnownAs, biography, birthDate, deathDate, birthPlace, portraitUrl, knownForDepartment
    case updatedAt

    package var expression: String {
        switch self {
        case .knownForDepartment: "t.department"
        default: ownColumn
        }
    }
}

enum PersonStatements {
    static let byID = Template<PersonColumn>(
        "people_by_id", "select t.id, {columns} from people t where t.id = any ($1::bigint[])")

    static let directors = credited("directors", "c.department = 'directing' and c.job = 'Director'")
    static let writers = credited("writers", "c.department = 'writing'")
    static let creators = credited("creators", "c.department = 'created_by'")

    /// Persons with some part in titles, each once, by billing.
    private static func credited(_ name: String, _ part: String) -> Template<PersonColumn> {
        Template(
            name,
            """
            select c.title_id, {columns}
              from (select c.title_id, c.person_id, min(c.billing) as billing, min(c.id) as id from credits c
                     where c.title_id = any ($1::bigint[]) and c.episode_id is null and \(part) group by 1, 2) c
                   join people t on t.id = c.person_id
             order by c.title_id, c.billing, c.id
            """)
    }
}

extension Resolvers<RequestContext> {
    mutating func people(_ schema: Schema) {
        object("Person", Person.self) { person in
            let id = AttributeSet(PersonColumn.id)
            person.columns(of: "Person", in: schema)
            person.globalID(.person, PersonColumn.id)
            person.child("portrait", needs: AttributeSet(PersonColumn.portraitUrl)) { person in
                person.optionalText(.portraitUrl).map { Image(kind: .profile, url: $0) }
            }
            person.load("knownFor", needs: id) { people, call in
                let first = try call.arguments.bounded("first", 1...20, default: 4)
                return try await call.context.many(
                    TitleStatements.knownFor, people.map { $0.int(.id) },
                    needs: call.needs | AttributeSet(TitleColumn.kind), [.int(first)])
            }
            person.load("credits", needs: id) { people, call in
                try await call.context.page(
                    CreditStatements.ofPeople, people.map { $0.int(.id) }, call,
                    [.text(call.arguments.string("kind")?.lowercased()), call.arguments.enumNames("departments")])
            }
            person.load("externalIds", needs: id) { people, call in
                try await call.context.externalIDs(.people, of: people.map { $0.int(.id) })
            }
        }
    }
}
