import HTTPServer
import Testing

@Suite struct ClientAddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.2", false),
        ("192.0.2.1", "::ffff:192.0.2.1", true),
        ("2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6", true),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
    ])
    func `a client is counted by its address of IPv4, or by its network of IPv6`(
        first: String, second: String, areCountedTogether: Bool
    ) {
        #expect((ClientAddress(first).network == ClientAddress(second).network) == areCountedTogether)
    }

    @Test func `who comes through a unix socket has no address`() {
        #expect(ClientAddress.none.text == "")
        #expect(ClientAddress.none.network == "local")
    }
}
