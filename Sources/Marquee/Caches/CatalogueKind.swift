/// What rows of the catalogue are about, as PostgreSQL's channel `catalogue` names it.
enum CatalogueKind: Int, CaseIterable, Sendable {
    /// Titles, with their texts and what links them to genres, keywords and networks.
    case title
    /// Credits, by their titles.
    case credits
    case season, episode, person, genre, keyword, network
    /// Keys in other databases; it is never said whose.
    case external
}

struct CatalogueKinds: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    static let title = CatalogueKinds(.title)
    static let credits = CatalogueKinds(.credits)
    static let season = CatalogueKinds(.season)
    static let episode = CatalogueKinds(.episode)
    static let person = CatalogueKinds(.person)
    static let genre = CatalogueKinds(.genre)
    static let keyword = CatalogueKinds(.keyword)
    static let network = CatalogueKinds(.network)
    static let external = CatalogueKinds(.external)
    static let all = CatalogueKinds(rawValue: 1 << UInt16(CatalogueKind.allCases.count) - 1)

    init(rawValue: UInt16) { self.rawValue = rawValue }
    init(_ kind: CatalogueKind) { rawValue = 1 << UInt16(kind.rawValue) }
}

/// One message of the channel `catalogue` (migration 0011).
enum CatalogueNews: Equatable {
    /// The channel's name.
    static let channel = "catalogue"

    /// `title:603,604`; no keys for `title:*`, any row of the kind.
    case changed(CatalogueKind, keys: [Int64]?)
    /// `purge:popular,search`: an administrator wants these caches empty.
    case purge(Set<CacheName>)
    /// Anything may have changed; also what a later version of the server may say.
    case all

    init(_ text: String) {
        self = .all
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return }
        let words = parts[1].split(separator: ",")
        if parts[0] == "purge" {
            let names = words.compactMap { CacheName(rawValue: $0.uppercased()) }
            if names.count == words.count { self = .purge(Set(names)) }
        } else if let kind = CatalogueKind.allCases.first(where: { "\($0)" == parts[0] }) {
            let keys = words.compactMap { Int64($0) }
            if parts[1] == "*" {
                self = .changed(kind, keys: nil)
            } else if keys.count == words.count {
                self = .changed(kind, keys: keys)
            }
        }
    }
}

/// As the enum of that name in the schema.
package enum CacheName: String, CaseIterable, Sendable {
    case popular = "POPULAR"
    case trending = "TRENDING"
    case titles = "TITLES"
    case search = "SEARCH"
    case operations = "OPERATIONS"

    /// The cache that answers to a root field belong to.
    init(rootField name: String) {
        switch name {
        case "popular", "topRated", "upcoming", "nowPlaying", "airingToday": self = .popular
        case "trending": self = .trending
        case "search", "suggest": self = .search
        default: self = .titles
        }
    }
}
