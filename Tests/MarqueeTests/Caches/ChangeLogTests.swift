import Testing

@testable import Marquee

@Suite struct ChangeLogTests {
    private let movie = RowCaching.rows(of: .title)
    private let directors = RowCaching.rows(of: [.title, .credits], and: .person)

    @Test func `rows hold until something they rest on changes`() {
        var log = ChangeLog()
        let before = log.number
        log.note(.title, keys: [603])
        #expect(!log.holds(since: before, movie, key: 603))
        #expect(log.holds(since: before, movie, key: 604))
        #expect(log.holds(since: log.number, movie, key: 603))
        #expect(!log.holds(since: before, directors, key: 603))
        let later = log.number
        log.note(.person, keys: [1])
        #expect(!log.holds(since: later, directors, key: 604))
        #expect(log.holds(since: later, movie, key: 603))
    }

    @Test func `reading that began before the change of its row is not kept, one that began after is`() {
        var log = ChangeLog()
        let began = log.number
        log.note(.title, keys: [603])
        #expect(!log.holds(since: began, movie, key: 603))
        let beganLater = log.number
        log.note(.title, keys: [604])
        #expect(log.holds(since: beganLater, movie, key: 603))
    }

    @Test func `a change of unknown rows is one of all rows of the kind`() {
        var log = ChangeLog()
        let before = log.number
        log.note(.title, keys: nil)
        #expect(!log.holds(since: before, movie, key: 603))
        #expect(log.holds(since: before, .rows(of: .person), key: 603))
        log.noteAll()
        #expect(!log.holds(since: log.number - 1, .rows(of: .person), key: 603))
        #expect(log.holds(since: log.number, .rows(of: .person), key: 603))
    }

    @Test func `a ranked list holds until anything changes`() {
        var log = ChangeLog()
        let before = log.number
        log.note(.keyword, keys: [1])
        #expect(!log.holds(since: before, .ranking(.popular, for: 60), key: 0))
        #expect(log.holds(since: log.number, .ranking(.popular, for: 60), key: 0))
    }

    @Test func `more changes than are remembered count as changes of all rows`() {
        var log = ChangeLog(capacity: 3)
        let before = log.number
        log.note(.title, keys: [1, 2])
        log.note(.title, keys: [3, 4])
        #expect([1, 2, 3, 4, 5].allSatisfy { !log.holds(since: before, movie, key: $0) })
        let later = log.number
        log.note(.title, keys: [1, 2, 3, 4, 5])
        #expect(!log.holds(since: later, movie, key: 9))
        #expect(log.holds(since: log.number, movie, key: 9))
        #expect(log.holds(since: before, .rows(of: .season), key: 1))
    }

    @Test(arguments: [
        ("title:1,2", CatalogueNews.changed(.title, keys: [1, 2])), ("credits:*", .changed(.credits, keys: nil)),
        ("purge:popular,operations", .purge([.popular, .operations])), ("purge:other", .all), ("all:*", .all),
        ("nonsense", .all), ("title:1,x", .all), ("", .all),
    ])
    func `news are read, and what cannot be read means anything may have changed`(text: String, news: CatalogueNews) {
        #expect(CatalogueNews(text) == news)
    }
}
