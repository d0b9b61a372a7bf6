import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func listEntryMutations(_ schema: Schema) {
        mutation("addToList", in: schema, { try await $1.context.addToList($0) }) { payload in
            payload.list { $0.list }
            payload.value("addedCount") { $0.value?.count ?? 0 }
            payload.load("entries") { payloads, call in
                var lists: [[ListEntry]] = []
                for payload in payloads {
                    let ids = payload.value?.entries ?? []
                    lists.append(try await call.context.listEntries(ids, needs: call.needs).compactMap { $0 })
                }
                return Resolved(lists: lists)
            }
        }
        mutation("removeFromList", in: schema, { try await $1.context.removeFromList($0) }) { payload in
            payload.list { $0.list }
            payload.write("removedSubjectIds") { (payload: Payload<RemovedEntries>, buffer) in
                buffer.append(.list((payload.value?.subjects ?? []).map { .string("\($0)") }))
            }
        }
        mutation("moveListEntry", in: schema, { try await $1.context.moveListEntry($0) }) { payload in
            payload.list { $0.list }
            payload.listEntry()
        }
        mutation("updateListEntry", in: schema, { try await $1.context.updateListEntry($0) }) { payload in
            payload.listEntry()
        }
    }
}

extension ObjectBinder<Payload<ChangedEntry>, RequestContext> {
    fileprivate mutating func listEntry() {
        load("entry") { payloads, call in
            Resolved(try await call.context.listEntries(payloads.map { $0.value?.id }, needs: call.needs))
        }
    }
}

/// What `addToList` answers.
struct AddedEntries: Sendable {
    let list: GlobalID
    /// How many are new.
    let count: Int64
    /// Those that are new; none if the call is a repetition.
    var new: [GlobalID] = []
    /// Those that were asked for, new or not.
    let entries: [GlobalID]
}

private struct RemovedEntries {
    let list: GlobalID
    let subjects: [GlobalID]
    let entries: [GlobalID]
}

private struct ChangedEntry {
    let list: GlobalID
    let id: GlobalID
}

// MARK: Adding

extension RequestContext {
    fileprivate func addToList(_ input: MutationInput) async throws -> AddedEntries {
        let list = try input.target(of: signedIn())
        let entries = try NewListEntries(input)
        let place = try input.object("place").map { input throws(UserErrors) in try ListPlace(input, in: list) }
        if place != nil, HandOrder(of: list) == nil {
            throw input.invalid("place", "This list has no order of its own: the newest stand first.")
        }
        var new: [GlobalID] = []
        // The number of new ones, then the keys of all.
        let keys = try await refusing(entries.refusals) {
            try await once("addToList", input) { connection in
                let added = try await add(entries, to: list, at: place ?? .last, on: connection)
                guard let added else { throw input.missing(place) }
                new = added.new
                return [added.count] + added.entries.map(\.key)
            }
        }
        tell(new.map { ListNews(.entryAdded, $0) }, of: list)
        let kind: NodeKind = list.kind == .list ? .listEntry : .systemListEntry
        let owner = list.kind == .list ? list.key : list.owner
        return AddedEntries(
            list: list, count: keys[0], entries: keys.dropFirst().map { GlobalID(kind, owner: owner, $0) })
    }

    /// Adds entries to a list. Nil if there is no such list, or no entry beside which they are to stand.
    func add(
        _ entries: NewListEntries, to list: GlobalID, at place: ListPlace, on connection: LeasedConnection
    ) async throws -> AddedEntries? {
        if let order = HandOrder(of: list) {
            let locked = try await connection.query(order.lock, [.int(list.key)])
            guard !locked.isEmpty else { return nil }
            if list.kind == .list { try checkRoom(for: entries, beside: locked.int(0, 0)) }
        }
        try await check(entries, connection)
        guard !entries.items.isEmpty else { return AddedEntries(list: list, count: 0, entries: []) }
        let keys = try await HandOrder(of: list)?.keys(entries.items.count, at: place, in: list.key, on: connection)
        if HandOrder(of: list) != nil, keys == nil { return nil }
        if let system = SystemList(of: list) { return try await add(entries, to: system, list, keys, connection) }
        let subjects = entries.subjects
        let rows = try await connection.query(
            ListEntryCommands.add,
            [.int(list.key)] + subjects.columns + [
                .texts(keys ?? []), .optionalBigints(entries.items.map(\.priority)),
                .optionalTexts(entries.items.map(\.note)),
            ])
        let found = try await connection.query(ListEntryCommands.find, [.int(list.key)] + subjects.parameters)
        var places: [GlobalID: Int64] = [:]
        for row in 0..<found.count {
            if let subject = subjects.subject(of: found, row) { places[subject] = found.int(row, 4) }
        }
        let ids = entries.items.compactMap { places[$0.subject].map { GlobalID(.listEntry, owner: list.key, $0) } }
        let new = (0..<rows.count).map { GlobalID(.listEntry, owner: list.key, rows.int($0, 0)) }
        return AddedEntries(list: list, count: Int64(new.count), new: new, entries: ids)
    }

    private func add(
        _ entries: NewListEntries, to system: SystemList, _ list: GlobalID, _ keys: [String]?,
        _ connection: LeasedConnection
    ) async throws -> AddedEntries {
        for item in entries.items where item.subject.kind != .movie && item.subject.kind != .show {
            throw UserErrors(.invalid(item.path, "This list holds movies and shows, not a \(item.subject.kind)."))
        }
        for item in entries.items where system == .completed && item.subject.kind == .movie {
            throw UserErrors(
                .invalid(item.path, "This list holds shows: a movie that was watched is in the list WATCHED."))
        }
        _ = try await connection.query(SystemListCommands.lock, [.bigints(entries.subjects.titles)])
        let rows = try await connection.query(
            system.commands.add,
            [
                .bigints(entries.subjects.titles),
                keys.map { .texts($0) } ?? .optionalTexts(entries.items.map { _ in nil }),
                .optionalBigints(entries.items.map(\.priority)), .optionalTexts(entries.items.map(\.note)),
            ])
        let new = (0..<rows.count).map { GlobalID(system, owner: list.owner, title: rows.int($0, 0)) }
        return AddedEntries(
            list: list, count: Int64(new.count), new: new,
            entries: entries.items.map { GlobalID(system, owner: list.owner, title: $0.subject.key) })
    }

    private func checkRoom(for entries: NewListEntries, beside present: Int64) throws(UserErrors) {
        guard present + Int64(entries.items.count) > ListLimits.entries else { return }
        throw UserErrors(
            .access(.limitReached, [], "A list has at most \(ListLimits.entries) entries; this one has \(present)."))
    }

    /// That the viewer may see all subjects.
    private func check(_ entries: NewListEntries, _ connection: LeasedConnection) async throws {
        let visible = try await visible(entries.subjects, connection)
        let missing = entries.items.filter { !visible.contains("\($0.subject)") }
        guard missing.isEmpty else { throw UserErrors(missing.map { .notFound($0.path, id: $0.text) }) }
    }

    /// The IDs of those that the viewer may see: what bears a movie's key under the letter of shows is none.
    private func visible(_ subjects: ListSubjects, _ connection: LeasedConnection) async throws -> Set<String> {
        let rows = try await connection.query(ListEntryCommands.visible, subjects.parameters)
        return Set((0..<rows.count).map { "\(rows.text($0, 0))_\(rows.int($0, 1))" })
    }
}

extension MutationInput {
    /// The list that a field of the type `ListTarget` names.
    func target(_ name: String = "target", of viewer: Viewer) throws(UserErrors) -> GlobalID {
        guard let target = object(name) else { throw notFound(name) }
        if let system = target.string("system").flatMap(SystemList.init(kind:)) {
            return GlobalID(.systemList, owner: viewer.id, system.rawValue)
        }
        return try target.list("id", of: viewer)
    }

    /// What is not there: the list or, if there is one, the entry beside a place.
    fileprivate func missing(_ place: ListPlace?) -> UserErrors {
        switch place {
        case .before: object("place")?.notFound("before") ?? notFound("place")
        case .after: object("place")?.notFound("after") ?? notFound("place")
        default: object("target")?.notFound("id") ?? notFound("target")
        }
    }
}

// MARK: Removing, moving, changing

extension RequestContext {
    fileprivate func removeFromList(_ input: MutationInput) async throws -> RemovedEntries {
        let list = try input.target(of: signedIn())
        var named: [GlobalID] = []
        for (index, text) in (input.strings("subjectIds") ?? []).enumerated() {
            guard let id = GlobalID(text) else {
                throw UserErrors(.notFound(input.path("subjectIds") + ["\(index)"], id: text))
            }
            if !named.contains(id) { named.append(id) }
        }
        let removed = try await transaction { connection in
            let visible = try await visible(ListSubjects(named), connection)
            let subjects = named.filter { visible.contains("\($0)") }
            let wanted = ListSubjects(subjects)
            if let system = SystemList(of: list) {
                return try await remove(wanted, subjects, from: system, list, input, connection)
            }
            guard !(try await connection.query(HandOrder.custom.lock, [.int(list.key)]).isEmpty) else {
                throw input.missing(nil)
            }
            let rows = try await connection.query(ListEntryCommands.remove, [.int(list.key)] + wanted.parameters)
            let gone = (0..<rows.count).compactMap { wanted.subject(of: rows, $0) }
            return RemovedEntries(
                list: list, subjects: subjects.filter(gone.contains),
                entries: (0..<rows.count).map { GlobalID(.listEntry, owner: list.key, rows.int($0, 4)) })
        }
        tell(removed.entries.map { ListNews(.entryRemoved, $0) }, of: list)
        return removed
    }

    private func remove(
        _ wanted: ListSubjects, _ subjects: [GlobalID], from system: SystemList, _ list: GlobalID,
        _ input: MutationInput, _ connection: LeasedConnection
    ) async throws -> RemovedEntries {
        let titles: [Parameter] = [.bigints(wanted.titles)]
        _ = try await connection.query(SystemListCommands.lock, titles)
        let rows = try await connection.query(system.commands.remove, titles)
        if system == .watched, !(try await connection.query(system.commands.find, titles).isEmpty) {
            throw UserErrors(
                .access(
                    .invalidState, input.path("subjectIds"),
                    "What was watched stays in this list. Delete its plays instead."))
        }
        _ = try await connection.query(SystemListCommands.forgetEmpty, titles)
        let gone = Set((0..<rows.count).map { rows.int($0, 0) })
        return RemovedEntries(
            list: list, subjects: subjects.filter { [.movie, .show].contains($0.kind) && gone.contains($0.key) },
            entries: gone.map { GlobalID(system, owner: list.owner, title: $0) })
    }

    fileprivate func moveListEntry(_ input: MutationInput) async throws -> ChangedEntry {
        let viewer = try signedIn()
        let entry = try input.ownEntry("entryId", of: viewer)
        guard let to = input.object("to") else { throw input.notFound("to") }
        let place = try ListPlace(to, in: entry.list)
        guard place.neighbour != entry.key else {
            throw input.invalid("to", "Expected another entry than the one that moves.")
        }
        guard let order = HandOrder(of: entry.list) else {
            throw input.invalid("entryId", "This list has no order of its own: the newest stand first.")
        }
        let list: Parameter = .int(entry.list.key)
        try await transaction { connection in
            guard !(try await connection.query(order.lock, [list]).isEmpty) else { throw input.notFound("entryId") }
            let keys = try await order.keys(1, at: place, in: entry.list.key, moving: entry.key, on: connection)
            guard let key = keys?.first else { throw to.notFound(to.isGiven("before") ? "before" : "after") }
            let moved = try await connection.query(order.put, [list, .int(entry.key), .text(key)])
            guard !moved.isEmpty else { throw input.notFound("entryId") }
        }
        tell([ListNews(.entryMoved, entry.id)], of: entry.list)
        return ChangedEntry(list: entry.list, id: entry.id)
    }

    fileprivate func updateListEntry(_ input: MutationInput) async throws -> ChangedEntry {
        let viewer = try signedIn()
        let entry = try input.ownEntry("entryId", of: viewer)
        let changes: [Parameter] = [
            .bool(input.isGiven("note")), .text(input.string("note")), .bool(input.isGiven("priority")),
            .int(input.int("priority")),
        ]
        try await transaction { connection in
            let changed: Rows
            if let system = SystemList(of: entry.list) {
                guard !(try await connection.query(system.commands.find, [.bigints([entry.key])]).isEmpty) else {
                    throw input.notFound("entryId")
                }
                changed = try await connection.query(ListEntryCommands.changeInLibrary, [.int(entry.key)] + changes)
            } else {
                _ = try await connection.query(HandOrder.custom.lock, [.int(entry.list.key)])
                changed = try await connection.query(
                    ListEntryCommands.change, [.int(entry.list.key), .int(entry.key)] + changes)
            }
            guard !changed.isEmpty else { throw input.notFound("entryId") }
        }
        tell([ListNews(.entryUpdated, entry.id)], of: entry.list)
        return ChangedEntry(list: entry.list, id: entry.id)
    }
}

extension MutationInput {
    /// An entry that may be the viewer's: of a list made by hand, or of a system list of theirs.
    fileprivate func ownEntry(
        _ name: String, of viewer: Viewer
    ) throws(UserErrors) -> (id: GlobalID, list: GlobalID, key: Int64) {
        let entry = try listEntry(name)
        guard entry.list.kind == .list || entry.list.owner == viewer.id, let id = string(name).flatMap(GlobalID.init)
        else {
            throw notFound(name)
        }
        return (id, entry.list, entry.key)
    }
}
