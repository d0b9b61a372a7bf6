import GraphQL

/// Popularity measures of a title.
struct TitlePopularity: Sendable {
    let title: Title

    static let needs = AttributeSet(TitleColumn.popularity, .libraryCount, .watcherCount, .playCount)
}

extension Resolvers<RequestContext> {
    mutating func popularity() {
        object("Popularity", TitlePopularity.self) { popularity in
            popularity.write("score") { $1.append($0.title.bytes(.popularity)) }
            popularity.write("libraryCount") { $1.append($0.title.bytes(.libraryCount)) }
            popularity.write("watcherCount") { $1.append($0.title.bytes(.watcherCount)) }
            popularity.write("playCount") { $1.append($0.title.bytes(.playCount)) }
        }
    }
}
