import PostgreSQL
import Testing

@testable import Marquee

/// How PostgreSQL reads the lists on a large catalogue: never a whole large table, never sorting more than a page.
///
/// What few titles pass and no index knows (a rare country, status, length or mean) can only be found by reading all
/// titles once, so the rare values asked for here are of conditions that an index answers.
@Suite struct ListPlanTests {
    /// The server's role. Pages of tables that are read whole are as dear as there are fewer of them than at full size,
    /// where a list of ten rows is not found by reading a table of twenty pages; what walks an index costs there what it
    /// costs here.
    private static func connection() throws -> OwnerConnection {
        let connection = try OwnerConnection(url: ScaleCatalogue.url())
        try connection.execute("set role marquee_app; set seq_page_cost = \(1 / ScaleCatalogue.scale)")
        return connection
    }

    private static let orders = TitleOrder.Field.allCases.flatMap { field in
        [true, false].map { TitleOrder(field, isDescending: $0) }
    }

    /// What each condition is asked with: what many titles have, and where an index knows such, what few have.
    private static func values(_ condition: TitleCondition) -> [[Parameter]] {
        switch condition {
        case .kind: [[.text("movie")], [.text("show")]]
        case .adult: [[.bool(false)], [.bool(true)]]
        case .genresAny, .genresNone: [[.texts(["made-genre-1"])], [.texts(["G_24", "made-genre-23"])]]
        case .genresAll: [[.texts(["made-genre-1", "made-genre-3"])], [.texts(["G_24"])]]
        case .keywordsAny, .keywordsAll, .keywordsNone: [[.bigints([1])], [.bigints([50])]]
        case .releasedFrom: [[.text("1990-01-01")], [.text("2025-12-01")]]
        case .releasedTo: [[.text("1990-01-01")], [.text("1930-02-01")]]
        case .languages: [[.texts(["en"])], [.texts(["da"])], [.texts(["xx"])]]
        case .countries: [[.texts(["US"])], [.texts(["US", "DK"])]]
        case .people: [[.bigints([1]), .optionalTexts([nil])], [.bigints([1998]), .optionalTexts(["directing"])]]
        case .ratingFrom: [[.int(8)]]
        case .ratingTo: [[.int(16)]]
        case .minRatings: [[.int(5)], [.int(60)]]
        case .runtimeFrom: [[.int(90)]]
        case .runtimeTo: [[.int(120)]]
        case .statuses: [[.texts(["released"])]]
        case .networks: [[.bigints([1])], [.bigints([60])]]
        }
    }

    /// As screens combine them: each with its common value, or with the other one where it says `false`.
    private static let combinations: [[(TitleCondition, isCommon: Bool)]] = [
        [(.kind, true), (.genresAny, true), (.releasedFrom, true), (.releasedTo, true)],
        [(.kind, true), (.languages, true), (.minRatings, true), (.ratingFrom, true)],
        [(.genresAll, true), (.genresNone, false), (.runtimeTo, true)],
        [(.keywordsAny, false), (.countries, true)],
        [(.people, true), (.genresAny, true)],
        [(.kind, false), (.networks, true), (.statuses, true)],
    ]

    @Test(arguments: orders)
    func `titles are read along their order`(order: TitleOrder) throws {
        let connection = try Self.connection()
        let all = TitleLists.make(TitleListShape(order: order, isOfGenres: false, conditions: [.adult]))
        try expectShortPlans(of: all, forms: Self.forms, 0, [.bool(false)], connection)
        let ofGenres = TitleLists.make(TitleListShape(order: order, isOfGenres: true, conditions: [.adult]))
        for genre: Int64 in [1, 24] {
            try expectShortPlans(of: ofGenres, forms: Self.forms, genre, [.bool(false)], connection)
        }
    }

    @Test(arguments: orders)
    func `titles are read along their order under any one filter`(order: TitleOrder) throws {
        let connection = try Self.connection()
        for condition in TitleCondition.allCases {
            for values in Self.values(condition) {
                let given = condition == .adult ? [.adult: values] : [.adult: [.bool(false)], condition: values]
                try expectShortPlans(order, given, connection)
            }
        }
    }

    @Test(arguments: orders)
    func `titles are read along their order under several filters`(order: TitleOrder) throws {
        let connection = try Self.connection()
        for combination in Self.combinations {
            var given: [TitleCondition: [Parameter]] = [.adult: [.bool(false)]]
            for (condition, isCommon) in combination { given[condition] = Self.values(condition)[isCommon ? 0 : 1] }
            try expectShortPlans(order, given, connection)
        }
    }

    @Test func `people are read by popularity`() throws {
        let connection = try Self.connection()
        let acting = Parameter.text("acting")
        let name = Parameter.text("Quentin Zhang")
        try expectShortPlans(of: PersonStatements.byPopularity, forms: Self.forms, 0, [], connection)
        try expectShortPlans(of: PersonStatements.ofDepartment, forms: Self.forms, 0, [acting], connection)
        try expectShortPlans(of: PersonStatements.named, forms: Self.forms, 0, [name], connection)
        try expectShortPlans(of: PersonStatements.namedOfDepartment, forms: Self.forms, 0, [acting, name], connection)
    }

    /// One after the other: each locks a table that the other reads.
    @Test(
        .serialized,
        arguments: [
            ("title_stats_popularity_all", TitleOrder(.popularity, isDescending: true)),
            ("titles_sort_all", TitleOrder(.title, isDescending: false)),
        ])
    func `a list whose index is missing is found out`(index: String, order: TitleOrder) throws {
        let connection = try OwnerConnection(url: ScaleCatalogue.url())
        let list = TitleLists.make(TitleListShape(order: order, isOfGenres: false, conditions: [.adult]))
        try connection.execute("begin; drop index \(index); set local role marquee_app")
        let found = try steps(of: list, .cursors, 0, [.bool(false)], connection).filter { !$0.isShort }
        try connection.execute("rollback")
        #expect(!found.isEmpty)
    }

    /// First page, last page, and pages on both sides of a cursor.
    private static let forms: [PageForm] = [
        .cursors, [.cursors, .backward], [.bounded, .beyond, .cursors], [.bounded, .backward, .cursors],
    ]

    private func expectShortPlans(
        _ order: TitleOrder, _ given: [TitleCondition: [Parameter]], _ connection: OwnerConnection
    ) throws {
        let conditions = TitleCondition.allCases.filter { given[$0] != nil }
        let list = TitleLists.make(TitleListShape(order: order, isOfGenres: false, conditions: conditions))
        let parameters = conditions.flatMap { given[$0] ?? [] }
        // Reads in both directions at once.
        try expectShortPlans(of: list, forms: [[.bounded, .beyond, .cursors]], 0, parameters, connection)
    }

    private func expectShortPlans<Column>(
        of list: PagedList<Column>, forms: [PageForm], _ key: Int64, _ parameters: [Parameter],
        _ connection: OwnerConnection
    ) throws {
        for form in forms {
            for step in try steps(of: list, form, key, parameters, connection) where !step.isShort {
                Issue.record("\(list.name), key \(key), form \(form.rawValue), \(parameters): \(step)")
            }
        }
    }

    /// The plan of a page of 20, made as the server has it made. What is selected changes nothing in how rows are found.
    private func steps<Column>(
        of list: PagedList<Column>, _ form: PageForm, _ key: Int64, _ parameters: [Parameter],
        _ connection: OwnerConnection
    ) throws -> [PlanStep] {
        let cursor = form.contains(.bounded) ? list.keys.map(Self.cursorValue) : []
        let values = ([.bigints([key]), .int(21)] + parameters + cursor).map(\.literal).joined(separator: ", ")
        let mode = list.planning == .once ? "force_generic_plan" : "force_custom_plan"
        try connection.execute(
            "set plan_cache_mode = \(mode); prepare page as \(list.template(form).statement(for: 1).0.sql)")
        let plan = try connection.query("explain execute page (\(values))", [])
        try connection.execute("deallocate page")
        return (0..<plan.count).compactMap { PlanStep(plan.text($0, 0)) }
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

/// A step of a plan, as EXPLAIN tells it in a line: what it does, then in brackets its costs and rows, as estimated.
private struct PlanStep: CustomStringConvertible {
    let description: String
    private let rows: Int

    private static let largeTables = [
        "titles", "title_stats", "title_texts", "title_genres", "title_keywords", "seasons", "episodes", "people",
        "person_stats", "credits", "search_names", "title_search",
    ]

    /// Nil for lines that tell more about the step above.
    init?(_ line: String) {
        guard let costs = line.firstRange(of: "(cost="), let rows = line.firstRange(of: "rows=") else { return nil }
        self.rows = Int(line[rows.upperBound...].prefix { $0.isNumber }) ?? 0
        description = String(line[..<costs.lowerBound].drop { " ->".contains($0) }) + "of \(self.rows) rows"
    }

    var isShort: Bool {
        if let scan = description.firstRange(of: "Seq Scan on ") {
            return !Self.largeTables.contains { description[scan.upperBound...].hasPrefix("\($0) ") }
        }
        return !description.contains("Sort ") || rows <= Int(PageWindow.mostItems) + 1
    }
}

extension Parameter {
    /// As SQL writes it.
    fileprivate var literal: String {
        switch self {
        case .int(let number): "\(number)"
        case .bool(let bool): "\(bool)"
        case .text(let text): "'\(text)'"
        case .bigints(let numbers): "'{\(numbers.map { "\($0)" }.joined(separator: ","))}'"
        case .texts(let texts): "'{\(texts.joined(separator: ","))}'"
        case .optionalTexts(let texts): "'{\(texts.map { $0 ?? "null" }.joined(separator: ","))}'"
        default: "null"
        }
    }
}
