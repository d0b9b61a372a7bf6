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
        "people_by_id", caching: .rows(of: .person),
        "select {columns} from people t where t.id = any ($1::bigint[])")

    static let byPopularity = listed("people", [])
    /// Parameter: the department.
    static let ofDepartment = listed("people_of_department", ["s.department = $3::text"])
    /// Parameter: words.
    static let named = listed("people_named", [words("$3")], .eachTime)
    /// Parameters: the department, words.
    static let namedOfDepartment = listed(
        "people_named_of_department", ["s.department = $3::text", words("$4")], .eachTime)

    private static func listed(
        _ name: String, _ conditions: [String], _ planning: Statement.Planning = .once
    ) -> PagedList<PersonColumn> {
        PagedList(
            name, from: "person_stats s join people t on t.id = s.person_id",
            where: conditions.isEmpty ? "true" : conditions.joined(separator: " and "), parameters: conditions.count,
            by: [SortKey("s.popularity", .real), SortKey("s.person_id", .bigint)], isDescending: true,
            planning: planning, isLong: true)
    }

    /// Whether all words stand in one of the person's names.
    private static func words(_ text: String) -> String {
        """
        s.person_id in (select n.person_id from search_names n
                         where n.words @@ plainto_tsquery('simple', fold_text(\(text)::text)) and n.person_id is not null)
        """
    }

    static let directors = CreditedPersons("directors", "c.department = 'directing' and c.job = 'Director'")
    static let writers = CreditedPersons("writers", "c.department = 'writing'")
    static let creators = CreditedPersons("creators", "c.department = 'created_by'")
}

/// Persons with some part in titles, each once, by billing.
struct CreditedPersons: Sendable {
    let whole: Template<PersonColumn>
    /// Of their credits alone.
    let known: Template<PersonColumn>

    fileprivate init(_ name: String, _ part: String) {
        func template(_ name: String, _ columns: AttributeSet, _ joins: String) -> Template<PersonColumn> {
            Template(
                name, columns: columns, caching: .rows(of: [.title, .credits], and: .person),
                """
                select c.title_id, {columns}
                  from (select c.title_id, c.person_id as id, min(c.person_name) as name, min(c.billing) as billing, min(c.id) as credit
                          from credits c
                         where c.title_id = any ($1::bigint[]) and c.episode_id is null and \(part) group by 1, 2) \(joins)
                 order by c.title_id, c.billing, c.credit
                """)
        }
        whole = template(name, .max, "c join people t on t.id = c.id")
        known = template("\(name)_named", Credit.known, "c cross join lateral (select c.id, c.name) t")
    }

    func template(for needs: AttributeSet) -> Template<PersonColumn> { Credit.knowsPerson(needs) ? known : whole }
}

extension Resolvers<RequestContext> {
    mutating func people(_ schema: Schema) {
        object("Person", Person.self) { person in
            let id = AttributeSet(PersonColumn.id)
            person.columns(of: "Person", in: schema)
            person.globalID(.person, PersonColumn.id)
            person.child("portrait", needs: AttributeSet(PersonColumn.id, .portraitUrl)) { person in
                Image(.profile, of: GlobalID(.person, person.int(.id)), stored: person.optionalText(.portraitUrl))
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
        root("Query") { query in
            query.load("people") { _, call in try await call.context.people(call) }
        }
        connection("Person", of: PersonColumn.self)
    }
}

extension RequestContext {
    func people(_ part: CreditedPersons, of titles: [Title], _ call: Call) async throws -> Resolved<Person> {
        try await many(part.template(for: call.needs), titles.map { $0.int(.id) }, needs: call.needs)
    }

    /// Persons by popularity, as the field's `text` and `department` say.
    fileprivate func people(_ call: Call) async throws -> Resolved<Connection<PersonColumn>> {
        let department = call.arguments.string("department")?.lowercased()
        let text = try InputReader(call.arguments).text("text", 0...100)
        let words = text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        let list =
            switch (department, words) {
            case (nil, nil): PersonStatements.byPopularity
            case (_, nil): PersonStatements.ofDepartment
            case (nil, _): PersonStatements.named
            default: PersonStatements.namedOfDepartment
            }
        return try await page(list, [0], call, [department, words].compactMap { $0.map(Parameter.text) })
    }
}
