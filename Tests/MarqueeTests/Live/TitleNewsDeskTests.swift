import Testing

@testable import Marquee

@Suite struct TitleNewsDeskTests {
    private var desk = TitleNewsDesk(capacity: 4)

    private mutating func hear(_ text: String, _ source: TitleNewsDesk.Source) throws -> TitleNewsDesk.Word? {
        desk.hear(try #require(TitleNews(text)), from: source)
    }

    @Test mutating func `a change is told once a transaction`() throws {
        #expect(desk.connected() == .all, "who came before may have missed something")
        #expect(try hear("7:1,2", .postgreSQL) == .titles([1, 2]))
        #expect(try hear("7:2,3", .postgreSQL) == .titles([3]))
        #expect(try hear("7:1", .postgreSQL) == nil)
        #expect(try hear("8:1", .postgreSQL) == .titles([1]))
        #expect(try hear("9:*", .postgreSQL) == .all)
        #expect(try hear("9:*", .postgreSQL) == nil)
    }

    @Test mutating func `other servers count while PostgreSQL is not heard, each change once`() throws {
        #expect(desk.connected() == .all)
        #expect(try hear("7:1", .redis) == nil)
        #expect(try hear("7:1", .postgreSQL) == .titles([1]))
        desk.lost()
        #expect(try hear("7:1", .redis) == nil)
        #expect(try hear("8:1", .redis) == .titles([1]))
        #expect(try hear("8:1", .redis) == nil)
        #expect(desk.connected() == .all, "changes may have been missed")
        #expect(desk.connected() == nil)
    }

    @Test mutating func `what was told long ago is forgotten`() throws {
        for transaction in 1...5 { #expect(try hear("\(transaction):1", .postgreSQL) == .titles([1])) }
        #expect(try hear("1:1", .postgreSQL) == .titles([1]))
        #expect(try hear("5:1", .postgreSQL) == nil)
    }

    @Test(arguments: ["", "7", "7:", "x:1", "7:1,x", ":1", "-1:1"])
    func `what is no news is passed over`(text: String) {
        #expect(TitleNews(text) == nil)
    }

    @Test(arguments: ["7:1", "18446744073709551615:1,2,9223372036854775807", "7:*"])
    func `news are written as they are read`(text: String) {
        #expect(TitleNews(text)?.text == text)
    }
}
