import GraphQL
import PostgreSQL

/// The input `TitleFilter`: what it asks for, as conditions with their parameters.
struct TitleFilter {
    /// In the order of the conditions, each once.
    private(set) var given: [(condition: TitleCondition, parameters: [Parameter])] = []

    /// Reads the argument `filter`.
    ///
    /// - Parameter kind: which kind the list is of, if it is not of both.
    /// - Throws: what is out of bounds, no ID of the right kind, or can never hold together.
    init(_ arguments: FieldArguments, of kind: NodeKind? = nil) throws(FieldError) {
        let filter = InputReader(arguments).object("filter")
        add(.adult, .bool(filter?.fields.boolean("includeAdult") ?? false))
        add(.kind, text: try filter?.kind(of: kind) ?? kind.map { "\($0)" })
        if let filter {
            try addSets(filter)
            try addRelease(filter)
            try addNumbers(filter)
            try addProperties(filter)
            try addPeople(filter)
        }
        given.sort { $0.condition.rawValue < $1.condition.rawValue }
    }

    /// The parameters of all conditions; null where one is not asked for.
    var allParameters: [Parameter] {
        TitleCondition.allCases.flatMap { condition in
            given.first { $0.condition == condition }?.parameters ?? condition.parameterTypes.map { _ in .null }
        }
    }

    /// The same for the same filter, whichever text its list is read with.
    var identity: [Parameter] { given.flatMap { [.int($0.condition.rawValue)] + $0.parameters } }

    private mutating func add(_ condition: TitleCondition, _ parameters: Parameter...) {
        given.append((condition, parameters))
    }

    private mutating func add(_ condition: TitleCondition, text: String?) {
        if let text { add(condition, .text(text)) }
    }

    private mutating func add(_ condition: TitleCondition, number: Int64?) {
        if let number { add(condition, .int(number)) }
    }

    private mutating func add(_ condition: TitleCondition, texts: [String]?) {
        if let texts { add(condition, .texts(texts)) }
    }

    private mutating func add(_ condition: TitleCondition, keys: [Int64]?) {
        if let keys { add(condition, .bigints(keys)) }
    }

    private mutating func addSets(_ filter: InputReader) throws(FieldError) {
        if let set = filter.object("genres") {
            let (any, all, none) = try set.members { field, most throws(FieldError) in
                try set.genres(field, atMost: most)
            }
            add(.genresAny, texts: any)
            add(.genresAll, texts: all)
            add(.genresNone, texts: none)
        }
        if let set = filter.object("keywords") {
            let (any, all, none) = try set.members { field, most throws(FieldError) in
                try set.keys(field, of: .keyword, atMost: most)
            }
            add(.keywordsAny, keys: any)
            add(.keywordsAll, keys: all)
            add(.keywordsNone, keys: none)
        }
    }

    /// Years and days narrow one span.
    private mutating func addRelease(_ filter: InputReader) throws(FieldError) {
        let years: ClosedRange<Int64> = 1870...2200
        var (from, to) = (try filter.day("releasedFrom"), try filter.day("releasedTo"))
        // Days as texts are in the order of the calendar: their years have four digits.
        if let year = try filter.int("yearFrom", years) { from = max(from ?? "", "\(year)-01-01") }
        if let year = try filter.int("yearTo", years) { to = min(to ?? "9999", "\(year)-12-31") }
        if let from, let to, from > to {
            let field = filter.fields.string("releasedTo") == to ? "releasedTo" : "yearTo"
            throw filter.error(field, "nothing is released on or after \(from) and also on or before \(to)")
        }
        add(.releasedFrom, text: from)
        add(.releasedTo, text: to)
    }

    private mutating func addNumbers(_ filter: InputReader) throws(FieldError) {
        let (leastStars, mostStars) = (filter.halfStars("ratingFrom"), filter.halfStars("ratingTo"))
        if let leastStars, let mostStars, leastStars > mostStars {
            throw filter.error("ratingTo", "expected at least as many stars as in ratingFrom")
        }
        add(.ratingFrom, number: leastStars)
        add(.ratingTo, number: mostStars)
        let numbers: ClosedRange<Int64> = 0...Int64(Int32.max)
        add(.minRatings, number: try filter.int("minRatings", numbers))
        let (shortest, longest) = (try filter.int("runtimeFrom", numbers), try filter.int("runtimeTo", numbers))
        if let shortest, let longest, shortest > longest {
            throw filter.error("runtimeTo", "expected \(shortest) minutes or more, as runtimeFrom says, got \(longest)")
        }
        add(.runtimeFrom, number: shortest)
        add(.runtimeTo, number: longest)
    }

    private mutating func addProperties(_ filter: InputReader) throws(FieldError) {
        add(.languages, texts: try filter.languages("languages", atMost: 20))
        add(.countries, texts: try filter.texts("countries", atMost: 20))
        let states = try filter.texts("statuses", atMost: 100)
        add(.statuses, texts: states?.map { $0.lowercased() })
        add(.networks, keys: try filter.keys("networks", of: .network, atMost: 20))
    }

    private mutating func addPeople(_ filter: InputReader) throws(FieldError) {
        guard let conditions = try filter.list("people", atMost: 5) else { return }
        var (keys, departments): ([Int64], [String?]) = ([], [])
        for (index, condition) in conditions.enumerated() {
            let fields = FieldArguments(condition.object ?? InputObject())
            let path = "\(filter.path("people"))[\(index)].personId"
            keys.append(try GlobalID(fields.string("personId") ?? "", of: [.person], at: path).key)
            departments.append(fields.string("department")?.lowercased())
        }
        add(.people, .bigints(keys), .optionalTexts(departments))
    }
}

extension InputReader {
    /// The kind asked for, which a list of one kind allows only if it is its own.
    fileprivate func kind(of listed: NodeKind?) throws(FieldError) -> String? {
        guard let asked = fields.string("kind")?.lowercased() else { return nil }
        if let listed, asked != "\(listed)" { throw error("kind", "the list holds nothing but \(listed)s") }
        return asked
    }

    /// The fields of a `SetFilter`, unless they exclude each other.
    fileprivate func members<Member: Hashable>(
        _ read: (String, Int) throws(FieldError) -> [Member]?
    ) throws(FieldError) -> (any: [Member]?, all: [Member]?, none: [Member]?) {
        let (any, all, none) = (try read("anyOf", 20), try read("allOf", 10), try read("noneOf", 20))
        let excluded = Set(none ?? [])
        if let all, !excluded.isDisjoint(with: all) { throw error("noneOf", "excludes what allOf asks for") }
        if let any, excluded.isSuperset(of: any) { throw error("noneOf", "excludes everything in anyOf") }
        return (any, all, none)
    }

    /// Genres by slug or ID, as they were given.
    fileprivate func genres(_ name: String, atMost most: Int) throws(FieldError) -> [String]? {
        guard let texts = try texts(name, atMost: most) else { return nil }
        for (index, text) in texts.enumerated() where GlobalID(text) != nil {
            _ = try GlobalID(text, of: [.genre], at: "\(path(name))[\(index)]")
        }
        return texts
    }

    /// Languages in the spelling of the catalogue.
    fileprivate func languages(_ name: String, atMost most: Int) throws(FieldError) -> [String]? {
        guard let texts = try texts(name, atMost: most) else { return nil }
        var tags: [String] = []
        for (index, text) in texts.enumerated() {
            guard let tag = LanguageTag(text) else {
                throw error("\(name)[\(index)]", "\(LanguageTag.expectation), got \"\(text.prefix(80))\"")
            }
            tags.append("\(tag)")
        }
        return tags
    }

    /// Stars, which come in half steps, as a number of halves.
    fileprivate func halfStars(_ name: String) -> Int64? {
        switch fields[name] {
        case .int(let stars): stars * 2
        case .float(let stars): Int64(stars * 2)
        default: nil
        }
    }
}
