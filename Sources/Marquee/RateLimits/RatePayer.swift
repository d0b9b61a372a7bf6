import HTTPServer

/// Who pays for a request, under the name it is counted by.
struct RatePayer: Hashable, Sendable {
    let name: String
    /// Nil for accounts, whom no address exempts.
    let address: String?

    /// The caller's account or, for nobody in particular, their address.
    init(_ caller: Caller) {
        name = caller.viewer.map { "u\($0.id)" } ?? caller.network
        address = caller.viewer == nil ? caller.address : nil
    }

    /// An address, for what of it is refused: counted apart, so that it takes nothing from its honest neighbours.
    init(refusedFrom address: String) {
        name = "refused:" + ClientAddress(address).network
        self.address = address
    }
}
