import Authentication
package import PostgreSQL

/// The account with which one looks around a server that was just installed: made when a private database has none yet,
/// with a password nobody else has.
package struct SampleUser {
    package static let name = "sample"

    package let password: String

    /// Makes the account; nil if there are accounts already.
    package init?(on connection: OwnerConnection, scryptCost: Int) throws {
        guard try connection.query("select from users limit 1").isEmpty else { return nil }
        password = Randomness.text(bytes: 12)
        try AccountAdministration(on: connection, scryptCost: scryptCost).create(
            username: Self.name, email: "sample@marquee.example", password: password)
    }
}
