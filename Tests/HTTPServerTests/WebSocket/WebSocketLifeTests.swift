import Testing

@testable import HTTPServer

@Suite struct WebSocketLifeTests {
    private var life = WebSocketLife(WebSocketLife.Limits(ping: 30, writing: 20, closing: 5), tick: 0)

    @Test mutating func `a silent peer is pinged once, then told to go`() {
        #expect(life.advance(to: 30, unsentSize: 0, isOpen: true) == .goOn)
        #expect(life.advance(to: 31, unsentSize: 0, isOpen: true) == .ping)
        #expect(life.advance(to: 60, unsentSize: 0, isOpen: true) == .goOn)
        #expect(life.advance(to: 61, unsentSize: 0, isOpen: true) == .close("You have not answered a ping."))
    }

    @Test mutating func `a sign of life begins the silence anew`() {
        #expect(life.advance(to: 31, unsentSize: 0, isOpen: true) == .ping)
        life.heard()
        #expect(life.advance(to: 61, unsentSize: 0, isOpen: true) == .goOn)
        #expect(life.advance(to: 62, unsentSize: 0, isOpen: true) == .ping)
    }

    @Test mutating func `a peer that takes some now and then is slow, not gone`() {
        #expect(life.advance(to: 10, unsentSize: 500, isOpen: true) == .goOn)
        #expect(life.advance(to: 19, unsentSize: 400, isOpen: true) == .goOn)
        life.heard()
        #expect(life.advance(to: 39, unsentSize: 400, isOpen: true) == .goOn)
        #expect(
            life.advance(to: 40, unsentSize: 400, isOpen: true)
                == .close("You read too slowly: 400 bytes wait for you."))
    }

    @Test mutating func `who does not agree to the end is cut off`() {
        #expect(life.advance(to: 7, unsentSize: 0, isOpen: false) == .goOn)
        #expect(life.advance(to: 12, unsentSize: 0, isOpen: false) == .goOn)
        #expect(life.advance(to: 13, unsentSize: 0, isOpen: false) == .cut)
    }
}
