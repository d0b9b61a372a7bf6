import Marquee
import Testing

@Suite struct ImageTests {
    @Test func `an image is given in the size asked for`() async throws {
        let document = """
            { movie(id: "M_9003") { poster { kind url large: url(size: LARGE) } backdrop { kind url(size: TINY) } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"movie":{"poster":{"kind":"POSTER","#
                + #""url":"https://images.example/medium/p.jpg","large":"https://images.example/large/p.jpg"},"#
                + #""backdrop":{"kind":"BACKDROP","url":"https://images.example/b.jpg"}}}}"#)
    }

    @Test func `where there is no image, one of this server's own stands for it`() async throws {
        let document = """
            { movie(id: "M_9004") { poster { kind url large: url(size: LARGE) } backdrop { url(size: ORIGINAL) } }
              person(id: "P_9001") { portrait { kind url(size: TINY) } }
              episode(id: "E_9001") { still { kind url } hidden: still(spoilers: HIDE) { url } } }
            """
        let folder = "https://marquee.example/images/placeholder"
        #expect(
            try await answer(document) == #"{"data":{"movie":{"poster":{"kind":"POSTER","#
                + #""url":"\#(folder)/poster/medium/M_9004.svg","large":"\#(folder)/poster/large/M_9004.svg"},"#
                + #""backdrop":{"url":"\#(folder)/backdrop/original/M_9004.svg"}},"#
                + #""person":{"portrait":{"kind":"PROFILE","url":"\#(folder)/profile/tiny/P_9001.svg"}},"#
                + #""episode":{"still":{"kind":"STILL","url":"\#(folder)/still/medium/E_9001.svg"},"hidden":null}}}"#)
    }

    @Test func `a season without a poster shows the show's, and its own placeholder if the show has none`() async throws
    {
        let season = try Catalogue.texts(
            """
            select 'N_' || n.id from seasons n join titles t on t.id = n.show_id
             where t.slug = 'game-of-thrones' and n.number = 1
            """)[0]
        let document =
            #"{ lent: season(id: "N_9002") { poster { url } } own: season(id: "\#(season)") { poster { url } } }"#
        #expect(
            try await answer(document) == #"{"data":{"lent":{"poster":{"url":"https://images.example/show.jpg"}},"#
                + #""own":{"poster":{"url":"https://marquee.example/images/placeholder/poster/medium/\#(season).svg"}}}}"#
        )
    }
}
