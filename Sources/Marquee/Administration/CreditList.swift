import GraphQL
import PostgreSQL

/// The cast and crew of a mutation: they replace those of a title or episode. Credits that stay keep their IDs.
struct CreditList: Sendable {
    /// A person's part, by the person's key or, of one to be made, by the name.
    private struct Part: Hashable, Sendable {
        let person: Int64?
        let name: String?
        let department: String
        let job: String?
        let character: String?
    }

    /// In the input's order, with the billing position of each.
    private var parts: [Part] = []
    private var billings: [Int64] = []
    private let path: [String]

    /// Nil if the input is silent about them; null takes all away.
    ///
    /// - Parameter mayMakePersons: whether who is not known here may be added: for all to see.
    init?(_ data: MutationInput, mayMakePersons: Bool = true, _ errors: inout [UserError]) {
        guard data.isGiven("credits") else { return nil }
        path = data.path("credits")
        for (index, input) in (data.objects("credits") ?? []).enumerated() {
            let columns = RowPatch(Self.fields, input, isNew: true, &errors).columns
            let part = Part(
                person: Self.person(input, mayMakePersons, &errors), name: columns["name"]?.string,
                department: columns["department"]?.string ?? "", job: columns["job"]?.string,
                character: columns["character"]?.string)
            if parts.contains(part) {
                errors.append(.conflict(path + ["\(index)"], "The same person has the same part further up."))
            }
            parts.append(part)
            billings.append(input.int("billing") ?? Int64(index))
        }
    }

    private static let fields = [
        DataField("personName", "name", .name), DataField("department", "department", .word),
        DataField("job", "job", .text), DataField("character", "character", .text),
    ]

    /// The key of a person who is known here.
    private static func person(
        _ input: MutationInput, _ mayMakePersons: Bool, _ errors: inout [UserError]
    ) -> Int64? {
        switch (input.string("personId"), input.string("personName")) {
        case (let id?, nil):
            guard let id = GlobalID(id), id.kind == .person else {
                errors.append(.notFound(input.path("personId"), id: id))
                return nil
            }
            return id.key
        case (nil, _?):
            if !mayMakePersons {
                errors.append(
                    .access(
                        .forbidden, input.path("personName"),
                        "Only administrators add persons. Name one who is known here by `personId`."))
            }
        default:
            errors.append(.invalid(input.path("personId"), "Expected either `personId` or `personName`."))
        }
        return nil
    }

    /// - Parameters:
    ///   - episode: whose credits they are; nil for those of the title as a whole.
    ///   - made: the persons that this call has made so far, by name.
    func write(of title: Int64, episode: Int64?, _ made: inout [String: Int64], _ edit: Edit) async throws {
        let people = try await people(&made, edit)
        let rows: [Parameter] = [
            .int(title), .int(episode), .bigints(people), .texts(parts.map(\.department)),
            .optionalTexts(parts.map(\.job)), .optionalTexts(parts.map(\.character)),
        ]
        _ = try await edit.query(CreditCommands.remove, rows)
        _ = try await edit.query(CreditCommands.add, rows + [.bigints(billings)])
    }

    /// The key of each part's person. Who is not known is made; the same name within a call is the same person.
    private func people(_ made: inout [String: Int64], _ edit: Edit) async throws -> [Int64] {
        let unknown = try await edit.query(CreditCommands.unknownPeople, [.optionalBigints(parts.map(\.person))])
        if !unknown.isEmpty {
            throw UserErrors(
                (0..<unknown.count).map { row in
                    let place = Int(unknown.int(row, 0))
                    let id = parts[place].person.map { "\(GlobalID(.person, $0))" }
                    return .notFound(path + ["\(place)", "personId"], id: id)
                })
        }
        var keys: [Int64] = []
        for part in parts {
            var key = part.person ?? part.name.flatMap { made[$0] }
            if key == nil, let name = part.name {
                let person = RowPatch(named: name, department: part.department)
                key = try await edit.insert(PersonCommands.insert, [person.parameter]).int(0, 0)
                made[name] = key
            }
            keys.append(key ?? 0)
        }
        return keys
    }
}

enum CreditCommands {
    /// The places of keys that are nobody's.
    static let unknownPeople = Statement(
        "credits_unknown_people",
        """
        select w.place - 1 from unnest($1::bigint[]) with ordinality w (id, place)
         where w.id is not null and not exists (select from people p where p.id = w.id) order by w.place
        """)

    /// Parameters: title, episode; of those to keep person, department, job, character.
    static let remove = Statement(
        "credits_remove",
        """
        delete from credits c
         where c.title_id = $1 and c.episode_id is not distinct from $2::bigint and not exists (
               select from unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) w (person, department, job, "character")
                where w.person = c.person_id and w.department = c.department and w.job is not distinct from c.job
                  and w."character" is not distinct from c."character")
        """)

    /// As above, with the billing positions.
    static let add = Statement(
        "credits_add",
        """
        insert into credits as c (title_id, episode_id, person_id, department, job, "character", billing)
        select $1, $2::bigint, w.* from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::integer[]) w
            on conflict (title_id, episode_id, person_id, department, job, "character")
            do update set billing = excluded.billing where c.billing <> excluded.billing
        """)
}
