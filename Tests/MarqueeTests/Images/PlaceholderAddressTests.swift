import Testing

@testable import Marquee

@Suite struct PlaceholderAddressTests {
    @Test func `an address is read as it is written`() throws {
        let id = try #require(GlobalID("N_42"))
        let address = PlaceholderAddress(kind: .poster, size: .tiny, id: id)
        #expect(address.path == "/images/placeholder/poster/tiny/N_42.svg")
        #expect(PlaceholderAddress(path: address.path) == address)
    }

    @Test(arguments: [
        "/images/placeholder/", "/images/placeholder/poster/medium/M_550", "/images/placeholder/poster/M_550.svg",
        "/images/placeholder/poster/huge/M_550.svg", "/images/placeholder/cover/medium/M_550.svg",
        "/images/placeholder/poster/medium/M_0550.svg", "/images/placeholder/poster/medium/M_x.svg",
        "/images/placeholder/poster/medium/P_550.svg", "/images/placeholder/poster/medium//M_550.svg",
        "/images/placeholder/poster/medium/%4D_550.svg", "/images/placeholder/poster/medium/M_9223372036854775808.svg",
        "/images/placeholder/.svg", "/images/placeholder/poster/{size}/M_550.svg",
    ])
    func `any other path is no address`(path: String) {
        #expect(PlaceholderAddress(path: path) == nil)
    }
}
