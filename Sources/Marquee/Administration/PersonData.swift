import GraphQL
import PostgreSQL

/// The fields of `PersonData` that are columns of `people`.
enum PersonData {
    static let fields = [
        DataField("name", "name", .name, isRequired: true),
        DataField("alsoKnownAs", "also_known_as", .names(200), empty: .list([])),
        DataField("biography", "biography", .text),
        DataField("birthDate", "birth_date", .plain),
        DataField("deathDate", "death_date", .plain),
        DataField("birthPlace", "birth_place", .text),
        DataField("knownForDepartment", "department", .word),
        DataField("portrait", "portrait_url", .address),
    ]

    static let table = DataTable(columns: fields.map(\.column))
}

/// What a mutation says about a person.
struct PersonChange: Sendable {
    private let data: MutationInput
    private let row: RowPatch
    private let externalIDs: ExternalIDChange?

    init(_ data: MutationInput, isNew: Bool) throws(UserErrors) {
        var errors: [UserError] = []
        self.data = data
        row = RowPatch(PersonData.fields, data, isNew: isNew, &errors)
        externalIDs = ExternalIDChange(data, of: .person, &errors)
        if !errors.isEmpty { throw UserErrors(errors) }
    }

    func insert(_ edit: Edit) async throws -> Int64 {
        let made = try await edit.insert(PersonCommands.insert, [row.parameter])
        try await finish(made, edit)
        return made.int(0, 0)
    }

    func update(_ key: Int64, _ edit: Edit) async throws {
        try await finish(try await edit.query(PersonCommands.update, [.int(key), row.parameter]), edit)
    }

    /// - Parameter written: the key, and whether the person died before birth.
    private func finish(_ written: Rows, _ edit: Edit) async throws {
        if written.bool(0, 1) {
            throw data.invalid(
                data.isGiven("deathDate") ? "deathDate" : "birthDate", "The day of death lies before that of birth.")
        }
        try await externalIDs?.write(of: written.int(0, 0), edit)
    }
}

extension RowPatch {
    /// A person of whom only credits tell.
    init(named name: String, department: String) {
        var errors: [UserError] = []
        let data = InputObject([
            InputField("name", .string(name)), InputField("knownForDepartment", .string(department)),
        ])
        self.init(PersonData.fields, MutationInput(data), isNew: true, &errors)
    }
}

enum PersonCommands {
    private static let table = PersonData.table

    /// Parameter: patch. No row if another transaction has just taken the slug.
    static let insert = Statement(
        "person_insert",
        """
        insert into people (slug, \(table.list))
        select c.slug, \(table.patched)
          from jsonb_populate_record(null::people, $1::jsonb) n cross join lateral (
                 select c.slug from slug_choices(n.name, null, 'person') c
                  where not exists (select from people o where o.slug = c.slug) order by c.place limit 1) c
            on conflict (slug) do nothing returning id, death_date < birth_date
        """)

    /// Parameters: key, patch.
    static let update = Statement(
        "person_update",
        """
        update people t set \(table.assignment("$2")), updated_at = now()
         where t.id = $1 returning t.id, t.death_date < t.birth_date
        """)
}
