import GraphQL
import PostgreSQL

/// A change as it is told to one subscriber: the type `ListChange`.
struct ListChange: Sendable {
    let list: GlobalID
    let news: ListNews

    /// What there is to load of the entry: nothing of one that is gone.
    fileprivate var present: GlobalID? { news.change == .entryRemoved ? nil : news.entry }
}

/// The changes of one list, as long as the subscriber may see it. To whom it is hidden it is deleted.
struct ListChanges: AsyncSequence, Sendable {
    typealias Element = ListChange
    typealias Failure = any Error

    let list: GlobalID
    let news: AsyncStream<String>
    let context: RequestContext
    /// Nil for lists made by hand.
    let view: SystemListView?

    func makeAsyncIterator() -> Iterator { Iterator(changes: self, news: news.makeAsyncIterator(), view: view) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let changes: ListChanges
        fileprivate var news: AsyncStream<String>.Iterator
        fileprivate var view: SystemListView?
        /// News that came together and are told one after the other.
        private var waiting: [ListNews] = []
        private var isOver = false

        fileprivate init(changes: ListChanges, news: AsyncStream<String>.Iterator, view: SystemListView?) {
            (self.changes, self.news, self.view) = (changes, news, view)
        }

        mutating func next() async throws -> ListChange? { try await next(isolation: #isolation) }

        mutating func next(isolation: isolated (any Actor)?) async throws -> ListChange? {
            while waiting.isEmpty {
                guard !isOver, let text = await news.next(isolation: isolation) else { return nil }
                waiting = try await read(text)
            }
            return ListChange(list: changes.list, news: waiting.removeFirst())
        }

        /// What a text on the board means for the list.
        private mutating func read(_ text: String) async throws -> [ListNews] {
            if var known = view {
                let news = try await known.changes(by: LibraryNews(text), in: changes.context)
                view = known
                return news
            }
            guard let news = ListNews(text) else { return [] }
            isOver = try await !changes.context.sees(changes.list)
            return [isOver ? ListNews(.listDeleted) : news]
        }
    }
}

extension RequestContext {
    /// Whether the caller may see a list now, whatever the request has read before.
    fileprivate func sees(_ list: GlobalID) async throws -> Bool {
        guard list.kind == .list else { return list.owner == caller.viewer?.id }
        return !(try await rows.pool.query(ListCommands.see, [.int(list.key)], viewer: caller.viewer?.scope).isEmpty)
    }

    /// The changes from now on of a list that the caller may see.
    fileprivate func changes(of list: GlobalID) async throws -> ListChanges {
        guard let viewer = caller.viewer, let system = SystemList(of: list) else {
            return ListChanges(list: list, news: services.newsboard.follow("\(list)"), context: self, view: nil)
        }
        // What comes while it is looked what is there must not be missed.
        let news = followLibrary(of: viewer)
        let view = try await SystemListView(system, of: viewer, in: self)
        return ListChanges(list: list, news: news, context: self, view: view)
    }
}

extension Resolvers<RequestContext> {
    /// `Subscription.listChanged`.
    mutating func listNews() {
        root("Subscription") { subscription in
            subscription.source("listChanged") { call in
                let text = call.arguments.string("listId") ?? ""
                guard let id = GlobalID(text), [.list, .systemList].contains(id.kind), try await call.context.sees(id)
                else {
                    throw FieldError(badArgument: "listId", "there is no list \"\(text.prefix(80))\"")
                }
                return try await call.context.changes(of: id)
            }
        }
        object("ListChange", ListChange.self) { change in
            change.value("type") { $0.news.change.rawValue }
            change.load("list") { changes, call in
                let ids = changes.map { $0.news.change == .listDeleted ? nil : $0.list }
                return Resolved(try await call.context.lists(ids, needs: call.needs))
            }
            change.load("entry") { changes, call in
                Resolved(try await call.context.listEntries(changes.map(\.present), needs: call.needs))
            }
            change.value("removedEntryId") { change in
                change.news.change == .entryRemoved ? change.news.entry.map { "\($0)" } : nil
            }
        }
    }
}
