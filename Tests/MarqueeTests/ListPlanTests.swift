import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// How PostgreSQL reads the lists on a large catalogue: never a whole large table, never sorting more than a page.
@Suite struct ListPlanTests {
    /// The server's role, with whole tables as dear to read as they are at full size. Whatever walks along an index or
    /// looks up by key costs there what it costs here.
    private static func connection() throws -> OwnerConnection {
        let connection = try OwnerConnection(url: ScaleCatalogue.url())
        try connection.execute("set role marquee_app; set seq_page_cost = \(1 / ScaleCatalogue.scale)")
        return connection
    }

    private static let orders = TitleOrder.Field.allCases.flatMap { field in
        [true, false].map { TitleOrder(field, isDescending: $0) }
    }

    /// What each condition is asked with: what many titles have, and where there is such, what few have.
    private static func values(_ condition: TitleCondition) -> [[Parameter]] {
        switch condition {
        case .kind: [[.text("movie")], [.text("show")]]
        case .adult: [[.bool(false)], [.bool(true)]]
        case .genresAny, .genresNone: [[.texts(["made-genre-1"])], [.texts(["G_24", "made-genre-23"])]]
        case .genresAll: [[.texts(["made-genre-1", "made-genre-3"])], [.texts(["G_24"])]]
        case .keywordsAny, .keywordsAll, .keywordsNone: [[.bigints([1])], [.bigints([10])]]
        case .releasedFrom: [[.text("1990-01-01")], [.text("2025-11-01")]]
        case .releasedTo: [[.text("1990-01-01")], [.text("1930-02-01")]]
        case .languages: [[.texts(["en"])], [.texts(["da"])]]
        case .countries: [[.texts(["US"])], [.texts(["DK"])]]
        case .people: [[.bigints([1]), .optionalTexts([nil])], [.bigints([3998]), .optionalTexts(["directing"])]]
        case .ratingFrom: [[.int(8)], [.int(10)]]
        case .ratingTo: [[.int(16)], [.int(3)]]
        case .minRatings: [[.int(5)], [.int(60)]]
        case .runtimeFrom: [[.int(90)], [.int(230)]]
        case .runtimeTo: [[.int(120)], [.int(61)]]
        case .statuses: [[.texts(["released"])], [.texts(["rumored"])]]
        case .networks: [[.bigints([1])], [.bigints([60])]]
        }
    }

    @Test(arguments: orders)
    func `titles are read along their order under any one filter`(order: TitleOrder) throws {
        let connection = try Self.connection()
        for condition in TitleCondition.allCases {
            for values in Self.values(condition) {
                let conditions = condition == .adult ? [.adult] : [TitleCondition.adult, condition]
                let ordered = conditions.sorted { $0.rawValue < $1.rawValue }
                let parameters = ordered.flatMap { $0 == condition ? values : [.bool(false)] }
                let list = TitleLists.make(TitleListShape(order: order, isOfGenres: false, conditions: ordered))
                try expectShortPlans(of: list, key: 0, parameters, "\(condition) \(values)", connection)
            }
        }
    }

    @Test(arguments: orders)
    func `titles of a genre are read along their order`(order: TitleOrder) throws {
        let connection = try Self.connection()
        let list = TitleLists.make(TitleListShape(order: order, isOfGenres: true, conditions: [.adult]))
        for genre in [1, 24] {
            try expectShortPlans(of: list, key: Int64(genre), [.bool(false)], "genre \(genre)", connection)
        }
    }

    @Test func `people are read by popularity`() throws {
        let connection = try Self.connection()
        let acting = Parameter.text("acting")
        let name = Parameter.text("Quentin Zhang")
        try expectShortPlans(of: PersonStatements.byPopularity, key: 0, [], "all", connection)
        try expectShortPlans(of: PersonStatements.ofDepartment, key: 0, [acting], "department", connection)
        try expectShortPlans(of: PersonStatements.named, key: 0, [name], "words", connection)
        try expectShortPlans(of: PersonStatements.namedOfDepartment, key: 0, [acting, name], "both", connection)
    }

    /// First page, last page, and pages on both sides of a cursor.
    private func expectShortPlans<Column>(
        of list: PagedList<Column>, key: Int64, _ parameters: [Parameter], _ what: String, _ connection: OwnerConnection
    ) throws {
        for form in [
            PageForm.cursors, [.cursors, .backward], [.bounded, .beyond, .cursors], [.bounded, .backward, .cursors],
        ] {
            let cursor = form.contains(.bounded) ? list.keys.map(Self.cursorValue) : []
            let rows = try connection.query(
                "explain (format json) \(list.template(form).widest.sql)",
                [.bigints([key]), .int(21)] + parameters + cursor)
            let plan = try JSONReader.value(of: Array(rows.text(0, 0).utf8).span)
            for node in PlanNode.all(in: plan) where !node.isShort {
                Issue.record("\(list.name), form \(form.rawValue), \(what): \(node)")
            }
        }
    }

    /// A value from the middle of an order, as cursors hold it.
    private static func cursorValue(_ key: SortKey) -> Parameter {
        switch key.type {
        case .integer: .text("4")
        case .bigint: .text("1000")
        case .real: .text("8")
        case .text: .text("m")
        case .day: .text("-5000")
        case .instant: .text("1750000000000000")
        }
    }
}

/// A step of a plan, as EXPLAIN tells it.
private struct PlanNode: CustomStringConvertible {
    let type: String
    let table: String?
    /// As estimated.
    let rows: Double

    private static let largeTables: Set = [
        "titles", "title_stats", "title_texts", "title_genres", "title_keywords", "seasons", "episodes", "people",
        "person_stats", "credits", "search_names", "title_search",
    ]

    var isShort: Bool {
        switch type {
        case "Seq Scan": !Self.largeTables.contains(table ?? "")
        case "Sort", "Incremental Sort": rows <= Double(PageWindow.mostItems) + 1
        default: true
        }
    }

    var description: String { "\(type) of \(rows) rows\(table.map { " of \($0)" } ?? "")" }

    /// The steps of a plan, at any depth.
    static func all(in plan: JSONValue) -> [PlanNode] {
        switch plan {
        case .array(let parts): return parts.flatMap(all)
        case .object(let members):
            var (type, table, rows): (String?, String?, Double) = (nil, nil, 0)
            for member in members {
                switch (member.name, member.value) {
                case ("Node Type", .string(let text)): type = text
                case ("Relation Name", .string(let text)): table = text
                case ("Plan Rows", .number(let text)): rows = Double(text) ?? 0
                default: break
                }
            }
            let own = type.map { [PlanNode(type: $0, table: table, rows: rows)] } ?? []
            return own + members.flatMap { all(in: $0.value) }
        default: return []
        }
    }
}
