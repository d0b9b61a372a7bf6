/// Who asks: what row-level security sees of a viewer while one statement or transaction runs.
package struct ViewerScope: Hashable, Sendable {
    /// The account's id; policies read it through `viewer_id()`.
    package let userID: Int64
    /// `user`, `moderator` or `admin`; policies read it through `viewer_is(role)`.
    package let role: String

    package init(userID: Int64, role: String) {
        self.userID = userID
        self.role = role
    }

    /// Sent before the viewer's statement and the same Sync, so that both settings end with it, even after an error.
    static let setting = Statement(
        "viewer scope",
        "select set_config('marquee.viewer', $1, true), set_config('marquee.role', $2, true)"
    )

    var command: Command { Command(statement: Self.setting, parameters: [.int(userID), .text(role)]) }
}
