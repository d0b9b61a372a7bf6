/// Where a request comes from.
package struct ClientAddress: Sendable, Hashable {
    /// Empty where there is none, as on a unix socket.
    package let text: String
    /// Names what one client usually has: an address of IPv4, a network of 64 bits of IPv6.
    package let network: String

    package static let none = ClientAddress("")

    package init(_ text: String) {
        self.text = text
        network = IPAddress(text)?.network ?? "local"
    }
}

extension IPAddress {
    fileprivate var network: String {
        isIPv4 ? "\(low & 0xffff_ffff)" : "\(String(high, radix: 16))::"
    }
}
