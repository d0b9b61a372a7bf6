/// What happened in a viewer's library. System lists are views of it: who follows one works out what the news mean for it.
enum LibraryNews: Equatable, Sendable {
    /// Titles that may be in other lists than before: their keys. What is told of a viewer's progress, one key, is such
    /// news.
    case changed([Int64])
    /// A title has another note or priority.
    case noted(Int64)
    /// An entry of a system list has another place.
    case moved(GlobalID)

    init(_ text: String) {
        let words = text.split(separator: " ")
        if words.first == "NOTED", let title = words.last.flatMap({ Int64($0) }) {
            self = .noted(title)
        } else if words.first == "MOVED", let entry = words.last.flatMap({ GlobalID(String($0)) }) {
            self = .moved(entry)
        } else {
            self = .changed(words.compactMap { Int64($0) })
        }
    }

    var text: String {
        switch self {
        case .changed(let titles): titles.map { "\($0)" }.joined(separator: " ")
        case .noted(let title): "NOTED \(title)"
        case .moved(let entry): "MOVED \(entry)"
        }
    }
}

extension RequestContext {
    /// Tells the viewer's devices.
    func tellLibrary(_ news: LibraryNews) {
        guard let viewer = caller.viewer, news != .changed([]) else { return }
        services.newsboard.tell(news.text, on: Self.libraryTopic(viewer))
    }

    fileprivate static func libraryTopic(_ viewer: Viewer) -> String { "library \(viewer.id)" }

    /// What changes the lists of a viewer's library: what is said of titles, what is watched, and what the catalogue moves.
    func followLibrary(of viewer: Viewer) -> AsyncStream<String> {
        services.newsboard.follow(Self.libraryTopic(viewer), Self.progressTopic(viewer), Newsboard.titles)
    }
}
