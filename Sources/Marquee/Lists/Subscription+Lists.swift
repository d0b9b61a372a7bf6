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

    func makeAsyncIterator() -> Iterator {
        Iterator(list: list, context: context, news: news.makeAsyncIterator())
    }

    struct Iterator: AsyncIteratorProtocol {
        let list: GlobalID
        let context: RequestContext
        var news: AsyncStream<String>.Iterator
        private var isOver = false

        fileprivate init(list: GlobalID, context: RequestContext, news: AsyncStream<String>.Iterator) {
            (self.list, self.context, self.news) = (list, context, news)
        }

        mutating func next() async throws -> ListChange? { try await next(isolation: #isolation) }

        mutating func next(isolation: isolated (any Actor)?) async throws -> ListChange? {
            while !isOver, let text = await news.next(isolation: isolation) {
                guard let news = ListNews(text) else { continue }
                isOver = try await !context.sees(list)
                return ListChange(list: list, news: isOver ? ListNews(.listDeleted) : news)
            }
            return nil
        }
    }
}

extension RequestContext {
    /// Whether the caller may see a list now, whatever the request has read before.
    fileprivate func sees(_ list: GlobalID) async throws -> Bool {
        guard list.kind == .list else { return list.owner == caller.viewer?.id }
        return !(try await rows.pool.query(ListCommands.see, [.int(list.key)], viewer: caller.viewer?.scope).isEmpty)
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
                return ListChanges(
                    list: id, news: call.context.services.newsboard.follow("\(id)"), context: call.context)
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
