import Testing

/// Images the server draws itself, over the sample catalogue.
@Suite(.onOwnThreads) struct PlaceholderImageTests {
    /// The path of the image an answer gives, and the base before it.
    private func address(in answer: String) throws -> (base: Substring, path: String) {
        let url = try #require(answer.firstMatch(of: /"url":"([^"]*)"/)).1
        let folder = try #require(url.firstRange(of: "/images/"))
        return (url[..<folder.lowerBound], String(url[folder.lowerBound...]))
    }

    @Test(arguments: ["poster", "backdrop"])
    func `the address in an answer leads to a drawing that may be kept and is asked for again`(field: String) throws {
        let server = try SampleServer()
        let (base, path) = try address(in: try server.answer("{ movies(first: 1) { nodes { \(field) { url } } } }"))
        #expect(base == "http://localhost:\(server.port)")
        let image = try LocalSocket.get(path, port: server.port)
        #expect(image.hasPrefix("HTTP/1.1 200 "), "\(image)")
        for header in [
            "Content-Type: image/svg+xml", "Cache-Control: public, max-age=86400", "X-Content-Type-Options: nosniff",
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; sandbox",
        ] {
            #expect(image.contains("\r\n\(header)\r\n"), "\(image)")
        }
        #expect(image.contains("<title>The Godfather</title>"))
        let tag = try #require(image.firstMatch(of: /ETag: (W\/"[0-9a-f]+")/)).1
        let again = try LocalSocket.get(path, headers: "If-None-Match: \(tag)\r\n", port: server.port)
        #expect(again.hasPrefix("HTTP/1.1 304 "))
        server.endInGoodOrder()
    }

    @Test func `every kind of subject has one; what does not exist has none`() throws {
        let server = try SampleServer(["MARQUEE_PUBLIC_URL": "https://films.example/catalogue/"])
        for (document, mark) in [
            ("{ shows(first: 1) { nodes { season(number: 1) { poster { url } } } } }", ">S1</text>"),
            (
                #"{ title(by: { showSlug: \"game-of-thrones\" }) { ... on Show { season(number: 1) { episodes(first: 1) { "#
                    + "nodes { still { url } } } } } } }",
                ">S1 E1</text>"
            ),
            ("{ people(first: 1) { nodes { portrait { url } } } }", "<title>"),
        ] {
            let (base, path) = try address(in: try server.answer(document))
            #expect(base == "https://films.example/catalogue")
            let image = try LocalSocket.get(path, port: server.port)
            #expect(image.hasPrefix("HTTP/1.1 200 ") && image.contains(mark), "\(image)")
        }
        for path in ["poster/medium/M_999999999.svg", "poster/medium/M_.svg", "still/medium/M_1.svg", "", "../../etc"] {
            let answer = try LocalSocket.get("/images/placeholder/\(path)", port: server.port)
            #expect(answer.hasPrefix("HTTP/1.1 404 "), "\(path): \(answer)")
        }
        // The same number as a movie's is no show's.
        let movie = try address(in: try server.answer("{ movies(first: 1) { nodes { poster { url } } } }")).path
        let show = movie.replacing("/M_", with: "/S_")
        #expect(try LocalSocket.get(show, port: server.port).hasPrefix("HTTP/1.1 404 "))
        server.endInGoodOrder()
    }
}
