import GraphQL
import GraphQLFuzzing
import Testing

/// Operations made up at random: their parts, put together, are what is answered at once without deferral.
@Suite struct IncrementalMergeTests {
    @Test func `all parts together are the whole answer`() async throws {
        var options = EngineOptions<PlainRoot>()
        options.limits = .none
        let engine = Engine(plain: try Schema(sdl: Parts.sdl), options: options)
        var made = MadeUpDocuments(seed: 2026)
        var partCount = 0
        for _ in 0..<400 {
            let document = made.next()
            let whole = await engine.execute(Source(document), root: Parts.root)
            let parts = try await engine.executeIncrementally(Source(document), root: Parts.root)
            partCount += parts.count - 1
            var merged = MergedAnswer()
            for part in parts { try merged.add(JSONReader.value(of: Array(part.bytes.text.utf8).span)) }
            let expected = try JSONReader.value(of: Array(whole.bytes.text.utf8).span)
            #expect(merged.data.sorted == expected["data"]?.sorted, "\(document)")
            #expect(merged.pending.isEmpty, "\(document)")
            #expect(!merged.hasNext, "\(document)")
        }
        #expect(partCount > 400)
    }
}

/// Puts payloads together as a client does.
private struct MergedAnswer {
    struct Misfit: Error {}

    private(set) var data = JSONValue.null
    /// The paths of what is announced and not complete, by id.
    private(set) var pending: [String: [JSONValue]] = [:]
    private(set) var hasNext = false

    mutating func add(_ payload: JSONValue) throws {
        if let initial = payload["data"] { data = initial }
        for announced in payload["pending"]?.array ?? [] {
            pending[try id(announced)] = announced["path"]?.array ?? []
        }
        for part in payload["incremental"]?.array ?? [] {
            guard let path = pending[try id(part)] else { throw Misfit() }
            let place = path + (part["subPath"]?.array ?? [])
            data = try data.changed(at: place[...]) { try Self.merge(part, into: $0) }
        }
        for completed in payload["completed"]?.array ?? [] {
            guard pending.removeValue(forKey: try id(completed)) != nil else { throw Misfit() }
        }
        hasNext = payload["hasNext"] == .boolean(true)
    }

    private func id(_ value: JSONValue) throws -> String {
        guard let id = value["id"]?.string else { throw Misfit() }
        return id
    }

    private static func merge(_ part: JSONValue, into value: JSONValue) throws -> JSONValue {
        if let items = part["items"]?.array, let known = value.array { return .array(known + items) }
        guard let fields = part["data"]?.object, let known = value.object,
            fields.allSatisfy({ value[$0.name] == nil })
        else { throw Misfit() }
        return .object(known + fields)
    }
}

extension JSONValue {
    fileprivate func changed(
        at path: ArraySlice<JSONValue>, _ change: (JSONValue) throws -> JSONValue
    ) throws -> JSONValue {
        guard let step = path.first else { return try change(self) }
        if let index = step.int64, var items = array, items.indices.contains(Int(index)) {
            items[Int(index)] = try items[Int(index)].changed(at: path.dropFirst(), change)
            return .array(items)
        }
        guard let key = step.string, let members = object, self[key] != nil else { throw MergedAnswer.Misfit() }
        return .object(
            try members.map { member in
                guard member.name == key else { return member }
                return JSONMember(key, try member.value.changed(at: path.dropFirst(), change))
            })
    }

    /// The same with members in the order of their names.
    fileprivate var sorted: JSONValue {
        if let items = array { return .array(items.map(\.sorted)) }
        guard let members = object else { return self }
        return .object(
            members.map { JSONMember($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
    }
}

/// Valid documents with deferred fragments and streamed lists, the same for the same seed.
private struct MadeUpDocuments {
    private var state: UInt64
    private var aliases = 0

    init(seed: UInt64) { state = seed }

    mutating func next() -> String { "{ " + selection(on: "Query", depth: 0) + " }" }

    /// A number below `bound` (SplitMix64).
    private mutating func number(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    private static let scalars = [
        "Query": ["__typename"], "Film": ["title", "year"], "Person": ["name", "__typename"],
    ]
    private static let objects = [
        "Query": [("film", "Film", false), ("films", "Film", true)],
        "Film": [("director", "Person", false), ("cast", "Person", true)],
        "Person": [("friend", "Person", false)],
    ]

    private mutating func selection(on type: String, depth: Int) -> String {
        var parts = [Self.scalars[type]?.first ?? "__typename"]
        for _ in 0...number(3) {
            let isFragment = number(2) == 0
            guard depth < 6 else { break }
            parts.append(isFragment ? fragment(on: type, depth: depth) : field(of: type, depth: depth))
        }
        return parts.joined(separator: " ")
    }

    private mutating func fragment(on type: String, depth: Int) -> String {
        (number(3) == 0 ? "... { " : "... @defer { ") + selection(on: type, depth: depth + 1) + " }"
    }

    private mutating func field(of type: String, depth: Int) -> String {
        let scalars = Self.scalars[type] ?? []
        guard let objects = Self.objects[type], number(3) > 0 else { return scalars[number(scalars.count)] }
        let (name, child, isList) = objects[number(objects.count)]
        let inner = " { " + selection(on: child, depth: depth + 1) + " }"
        guard isList, number(2) == 0 else { return name + inner }
        aliases += 1
        return "s\(aliases): \(name) @stream(initialCount: \(number(3)))" + inner
    }
}
