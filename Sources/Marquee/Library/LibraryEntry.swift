import GraphQL
import PostgreSQL

/// A row of `library_entries`: what a viewer says of a title, and what their plays say. As the viewer.
typealias LibraryEntry = Record<LibraryColumn>

enum LibraryColumn: Int, EntityColumn {
    case titleId, owner, status, statusChangedAt, favorite, favoritedAt, priority, note, addedAt, updatedAt
    /// In half stars.
    case stars
    case firstWatchedAt, lastWatchedAt, watchCount

    var expression: String {
        switch self {
        case .owner: "t.user_id"
        case .favorite: "t.favorited_at is not null"
        default: ownColumn
        }
    }
}

enum LibraryStatements {
    /// By the titles' keys.
    static let ofTitles = Template<LibraryColumn>(
        "library_entries_of_titles",
        """
        select t.title_id, {columns} from library_entries t
         where t.user_id = viewer_id() and t.title_id = any ($1::bigint[])
        """)
}

extension Resolvers<RequestContext> {
    mutating func libraryEntries(_ schema: Schema) {
        object("LibraryEntry", LibraryEntry.self) { entry in
            entry.columns(of: "LibraryEntry", in: schema)
            entry.ownID(.libraryEntry, owner: LibraryColumn.owner, key: .titleId)
            entry.stars("stars", .stars)
            entry.load("title", needs: AttributeSet(LibraryColumn.titleId)) { entries, call in
                Resolved(
                    try await call.context.one(
                        TitleStatements.byID, entries.map { $0.int(.titleId) },
                        needs: call.needs | AttributeSet(TitleColumn.kind)))
            }
            entry.load("progress", needs: AttributeSet(LibraryColumn.titleId)) { entries, call in
                Resolved(
                    try await call.context.one(
                        ProgressStatements.ofShows, entries.map { $0.int(.titleId) }, needs: call.needs,
                        as: call.context.caller.viewer))
            }
        }
        connection("LibraryEntry", of: LibraryColumn.self)
        object("Viewer", Viewer.self) { viewer in
            viewer.load("library") { viewers, call in
                let filter = call.arguments.object("filter").map { FieldArguments($0) }
                let list = LibraryLists.list(LibraryOrder(call.arguments), isFiltered: filter != nil)
                let parameters = filter.map { filter in
                    [
                        .text(filter.string("kind")?.lowercased()), filter.enumNames("statuses"),
                        .bool(filter.boolean("favorite")),
                    ]
                }
                return try await call.context.page(
                    list, viewers.map(\.id), call, parameters ?? [], as: call.context.caller.viewer)
            }
        }
    }
}

extension Resolvers<RequestContext> {
    /// What viewers say of titles.
    mutating func library(_ schema: Schema) {
        libraryEntries(schema)
        titleStates(schema)
        libraryMutations(schema)
    }
}
