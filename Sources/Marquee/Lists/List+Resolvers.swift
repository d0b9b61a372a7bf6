import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    /// The type `List` and where lists are found.
    mutating func lists(_ schema: Schema) {
        object("List", List.self) { list in
            list.columns(of: "List", in: schema)
            list.write("id", needs: List.identity) { list, buffer in buffer.appendString("\(list.globalID)") }
            list.value("kind", needs: AttributeSet(ListColumn.systemKind)) {
                $0.isNull(.systemKind) ? "CUSTOM" : "SYSTEM"
            }
            list.load("owner", needs: AttributeSet(ListColumn.ownerId)) { lists, call in
                let owners = lists.map { $0.int(.ownerId) }
                return Resolved(try await call.context.one(UserStatements.byID, owners, needs: call.needs))
            }
            list.loadValues("viewerWatchedCount", needs: List.identity) { lists, call in
                Resolved(try await call.context.watchedCounts(lists))
            }
            list.load("entries", needs: List.identity) { lists, call in
                try await call.context.entries(of: lists, call)
            }
        }
        connection("List", of: ListColumn.self)
        root("Query") { query in
            query.load("list") { _, call in
                let text = call.arguments.string("id") ?? ""
                guard let id = GlobalID(text), id.kind == .list || id.kind == .systemList else {
                    throw FieldError(
                        badArgument: "id", "expected the ID of a list, such as \"L_550\", got \"\(text.prefix(80))\"")
                }
                return Resolved(try await call.context.lists([id], needs: call.needs))
            }
            query.load("lists") { _, call in
                let text = try InputReader(call.arguments).text("text", 0...100)
                let words = text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
                guard let words else { return try await call.context.page(of: ListPages.published, [0], call) }
                return try await call.context.page(of: ListPages.named, [0], call, [.text(words)])
            }
        }
        ownedLists()
    }

    private mutating func ownedLists() {
        object("User", User.self) { user in
            user.load("lists", needs: User.activityNeeds) { users, call in
                try await call.context.pagesOfActivity(users) { keys in
                    try await call.context.page(of: ListPages.ofUsers, keys, call)
                }
            }
        }
        object("Viewer", Viewer.self) { viewer in
            viewer.load("lists") { viewers, call in
                let kind = call.arguments.string("kind")?.lowercased()
                return try await call.context.page(of: ListPages.ofViewer, viewers.map(\.id), call, [.text(kind)])
            }
            viewer.load("systemList") { viewers, call in
                let list = call.arguments.string("kind").flatMap(SystemList.init(kind:))
                let ids = viewers.map { viewer in list.map { GlobalID(.systemList, owner: viewer.id, $0.rawValue) } }
                return Resolved(try await call.context.lists(ids, needs: call.needs))
            }
        }
    }
}

extension RequestContext {
    /// Null for callers who are not signed in.
    fileprivate func watchedCounts(_ lists: [List]) async throws -> [Int64?] {
        guard let viewer = caller.viewer else { return lists.map { _ in nil } }
        func counts(_ statement: Statement, _ keys: [Int64]) async throws -> [Int64?] {
            let query = RowQuery(statement: statement, parameters: [], asker: asker(viewer))
            return try await rows.load(query, keys, memo: memo).map { $0.map { $0.rows.int($0.range.lowerBound, 1) } }
        }
        async let custom = counts(ListStatements.watchedCounts, lists.filter { $0.system == nil }.map { $0.int(.id) })
        async let system = counts(
            ListStatements.systemWatchedCounts, lists.filter { $0.system != nil }.map { $0.int(.id) })
        var (nextCustom, nextSystem) = (try await custom.makeIterator(), try await system.makeIterator())
        return lists.map { ($0.system == nil ? nextCustom.next() : nextSystem.next()) ?? nil }
    }
}
