import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct OwnerConnectionTests {
    @Test func `rows are copied in as they are`() throws {
        let connection = try OwnerConnection(url: emptyDatabase())
        try connection.execute("create table copied (id int, words text)")
        let words = ["plain", "tab\there", "line\nfeed", "back\\slash", "\\N", "", "日本"]
        var text = CopyText()
        for (index, word) in words.enumerated() { text.append(row: ["\(index)", word]) }
        text.append(row: ["7", nil])
        var chunks = [text.take()]
        #expect(text.isEmpty)
        #expect(try connection.copy("copy copied from stdin") { chunks.popLast() } == 8)
        let rows = try connection.query("select words from copied order by id")
        #expect((0..<7).map { rows.text($0, 0) } == words)
        #expect(rows.isNull(7, 0))
    }

    @Test func `a failing sender leaves nothing behind`() throws {
        struct Broken: Error {}
        let connection = try OwnerConnection(url: emptyDatabase())
        try connection.execute("create table copied (id int)")
        var isFirst = true
        #expect(throws: Broken.self) {
            try connection.copy("copy copied from stdin") {
                defer { isFirst = false }
                guard isFirst else { throw Broken() }
                return Array("1\n".utf8)
            }
        }
        #expect(try connection.query("select count(*) from copied").int(0, 0) == 0)
    }

    @Test func `a refused row is the server's error, and the connection goes on`() throws {
        let connection = try OwnerConnection(url: emptyDatabase())
        try connection.execute("create table copied (id int)")
        var chunks = [Array("x\n".utf8)]
        let error = #expect(throws: PostgreSQLError.self) {
            try connection.copy("copy copied from stdin") { chunks.popLast() }
        }
        #expect(error?.state == SQLState("22P02"))
        #expect(throws: PostgreSQLError.self) { try connection.copy("select 1") { nil } }
        #expect(try connection.query("select $1::int", [.int(3)]).int(0, 0) == 3)
    }

    @Test func `where it leads is told to other programs without the password`() throws {
        let url = try emptyDatabase()
        let start = try #require(url.firstRange(of: "@")).lowerBound
        let named = url[..<start] + ":se%20cr%27et" + url[start...] + "&application_name=it's%20a%20%5C"
        let connection = try OwnerConnection(url: String(named))
        let (text, password) = connection.address
        #expect(password == "se cr'et" && !text.contains("se cr"))
        #expect(text.contains(#"application_name='it\'s a \\'"#), "\(text)")
        let again = try OwnerConnection(url: text)
        #expect(
            try again.query("select current_database(), current_setting('application_name')").text(0, 1) == #"it's a \"#
        )
        #expect(connection.place.hasPrefix("\"test_") && connection.place.contains("\" at /"))
    }
}
