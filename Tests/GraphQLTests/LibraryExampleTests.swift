import Foundation
import Testing

/// The examples of `docs/graphql-library.md` are those of `LibraryExample.swift`, and they work.
@Suite struct LibraryExampleTests {
    @Test func `the document quotes what is compiled`() throws {
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let example = try String(contentsOf: here.appending(path: "LibraryExample.swift"), encoding: .utf8)
        let page = try String(contentsOf: here.appending(path: "../../docs/graphql-library.md"), encoding: .utf8)
        let quotes = page.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        let declarations = example.components(separatedBy: "\n").filter { $0.hasPrefix("func ") }
        #expect(quotes.allSatisfy(example.contains))
        #expect(declarations.count == 5)
        #expect(declarations.allSatisfy(quotes.joined().contains))
    }

    @Test func `closures answer`() async throws {
        let answer = try await ask("{ hello films(since: 1950) { title year } }")
        #expect(answer == #"{"data":{"hello":"Hello, Ada!","films":[{"title":"Alien","year":1979}]}}"#)
    }

    @Test func `plain values answer`() async throws {
        #expect(try await askPlainly() == #"{"data":{"film":{"title":"Alien","year":1979}}}"#)
    }

    @Test func `events are answered`() async throws {
        #expect(try await listen() == [#"{"data":{"ticks":1}}"#, #"{"data":{"ticks":2}}"#])
    }

    @Test func `documents, schemas and values are checked`() throws {
        let found = try readAndCheck()
        #expect(found[0] == "query Q($n: Int = 1) {\n  films(since: $n) {\n    title\n    titel\n  }\n}")
        #expect(found[1].contains("type Film {\n  title: String\n  year: Int\n}"))
        #expect(
            found.dropFirst(2) == [
                #"Cannot query field "titel" on type "Film". Did you mean "title"?"#,
                #"Int cannot represent non-integer value: "7""#,
            ])
    }
}
