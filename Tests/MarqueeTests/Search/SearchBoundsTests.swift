import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// How PostgreSQL reads what search asks: along indexes, and of all names never more than so many from each place.
@Suite struct SearchBoundsTests {
    private static func connection() throws -> OwnerConnection {
        let connection = try OwnerConnection(url: ScaleCatalogue.url())
        try connection.execute(
            """
            set role marquee_app; set plan_cache_mode = force_generic_plan; set seq_page_cost = \(1 / ScaleCatalogue.scale)
            """)
        return connection
    }

    private static let everything = SearchTypes(titleKinds: ["movie", "show"], people: true, episodes: true)

    /// What is asked, and how the vocabulary reads it.
    private static func plan(_ question: String, _ connection: OwnerConnection) throws -> SearchPlan {
        func slice(_ statement: Statement, _ parameters: [Parameter]) throws -> RowSlice {
            let rows = try connection.query(statement.sql, parameters)
            return RowSlice(rows: rows, range: 0..<rows.count)
        }
        var reading = SearchReading(try slice(SearchStatements.reading, [.bigints([0]), .texts([question])]))
        for place in reading.words.indices where reading.words[place].isDoubted(isForgiving: true) {
            reading.words[place].similar = KnownWord.all(
                in: try slice(SearchStatements.similar, [.bigints([1]), .texts([reading.words[place].itself.text])]))
        }
        return SearchPlan(reading, isForgiving: true)
    }

    /// A page's statement and its parameters behind the keys, as they are sent for one question.
    private static func sent(
        _ pages: PagedList<SearchHitColumn>, _ parameters: [Parameter]
    ) -> (Statement, [Parameter]) {
        let (query, _) = pages.template([.cursors]).query(for: .max, parameters, in: .none)
        return (query.statement, query.parameters(with: [query.texts]))
    }

    /// The steps of a statement that was executed by the plan that serves all parameters.
    private static func steps(
        _ statement: Statement, _ parameters: [Parameter], _ connection: OwnerConnection
    ) throws -> [ExecutedStep] {
        let rows = try connection.query("explain (analyze, format json) \(statement.sql)", parameters)
        return ExecutedStep.all(in: try JSONReader.value(of: Array(rows.text(0, 0).utf8).span))
    }

    @Test(arguments: [
        "the", "a", "e", "the quiet night", "quentin", "episode", "%", "_%_", "'\\", "😀", "黒澤明", "の",
        "Untraceable Wordz",
        "mountian valey", String(repeating: "the ", count: 50), String(repeating: "x", count: 200),
        String(repeating: "黒", count: 200), "a b c d e f g h i j k l m n o p",
    ])
    func `any question reads a bounded number of names, along indexes`(question: String) throws {
        try expectBounds(of: question, Self.connection())
    }

    @Test func `no text that is made up by chance reads more`() throws {
        let connection = try Self.connection()
        for seed: UInt64 in 0..<40 { try expectBounds(of: RandomQuestion.text(seed: seed), connection) }
    }

    private func expectBounds(of question: String, _ connection: OwnerConnection) throws {
        let plan = try Self.plan(question, connection)
        let names = SearchNames.parameters(plan, Self.everything)
        let list = SearchLists.make(SearchShape(order: .relevance, conditions: [.adult]))
        var asked: [(Statement, [Parameter])] = [
            (list.pages.template([.cursors]).widest, [.int(21)] + names + [.bool(false)]),
            (list.count, [.int(SearchNames.mostFromEach)] + names + [.bool(false)]),
            (list.facets, [.int(10)] + names + [.bool(false), .texts(["TYPE", "GENRE", "DECADE", "LANGUAGE"])]),
            (SearchStatements.suggestions, [.int(8)] + names),
        ]
        if plan.meansFew {
            let few = SearchNames.parametersOfFew(plan, Self.everything)
            asked.append(Self.sent(list.fewPages, [.int(21)] + few + [.bool(false)]))
        }
        for (statement, parameters) in asked {
            for step in try Self.steps(statement, [.bigints([0])] + parameters, connection) {
                #expect(!step.readsWholeTable, "\(question): \(statement.name): \(step)")
                if step.table == "search_names" {
                    #expect(step.rows <= Double(SearchNames.mostFromEach), "\(question): \(statement.name): \(step)")
                }
            }
        }
        let reading = try Self.steps(SearchStatements.reading, [.bigints([0]), .texts([question])], connection)
        for step in reading { #expect(step.rows <= 500, "\(question): \(step)") }
    }

    @Test func `among few names the same is found as among all, or nothing if they are more`() throws {
        let connection = try Self.connection()
        let names = try connection.query("select name from search_names where episode_id is null and id % 23 = 1", [])
        var questions = ["the", "a"]
        questions += (0..<min(names.count, 150)).map { place in
            let name = names.text(place, 0)
            return place % 2 == 0 ? name : String(name.dropLast(3))
        }
        questions += (0..<40).map { RandomQuestion.text(seed: $0) } + ["quiet night", "%"]
        let list = SearchLists.make(SearchShape(order: .relevance, conditions: [.adult]))
        var (found, abandoned) = (0, 0)
        let titlesAndPeople = SearchTypes(titleKinds: ["movie", "show"], people: true)
        for (place, question) in questions.enumerated() where !question.allSatisfy(\.isWhitespace) {
            let types = [titlesAndPeople, SearchTypes(titleKinds: ["show"]), SearchTypes(people: true)][place / 2 % 3]
            let plan = try Self.plan(question, connection)
            #expect(try connection.query("select fold_text($1)", [.text(question)]).text(0, 0) == plan.folded)
            func hits(_ pages: PagedList<SearchHitColumn>, _ parameters: [Parameter]) throws -> [String] {
                let (statement, sent) = Self.sent(pages, [.int(1000)] + parameters + [.bool(false)])
                let rows = try connection.query(statement.sql, [.bigints([0])] + sent)
                return (0..<rows.count).map { rows.text($0, 1) }
            }
            let few = try hits(list.fewPages, SearchNames.parametersOfFew(plan, types))
            let all = try hits(list.pages, SearchNames.parameters(plan, types))
            if few.isEmpty, !all.isEmpty {
                abandoned += 1
            } else {
                found += few.isEmpty ? 0 : 1
                #expect(few == all, "\(question)")
            }
        }
        #expect(found > 50 && abandoned > 0, "\(found) found, \(abandoned) abandoned")
    }
}

/// A step of a plan that was executed.
private struct ExecutedStep: CustomStringConvertible {
    var type = ""
    var table: String?
    /// All that it gave, in all its loops.
    var rows = 0.0

    var readsWholeTable: Bool {
        type == "Seq Scan" && rows > 0
            && ["search_names", "titles", "title_stats", "people", "person_stats", "episodes"].contains(table)
    }

    var description: String { "\(type) gave \(rows) rows\(table.map { " of \($0)" } ?? "")" }

    static func all(in plan: JSONValue) -> [ExecutedStep] {
        switch plan {
        case .array(let parts): return parts.flatMap(all)
        case .object(let members):
            var step = ExecutedStep()
            var loops = 1.0
            for member in members {
                switch (member.name, member.value) {
                case ("Node Type", .string(let text)): step.type = text
                case ("Relation Name", .string(let text)): step.table = text
                case ("Actual Rows", .number(let text)): step.rows = Double(text) ?? 0
                case ("Actual Loops", .number(let text)): loops = Double(text) ?? 0
                default: break
                }
            }
            step.rows *= loops
            return (step.type.isEmpty ? [] : [step]) + members.flatMap { all(in: $0.value) }
        default: return []
        }
    }
}
