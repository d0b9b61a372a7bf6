package import Marquee
internal import PostgreSQL

/// `marquee user …`: accounts, from the machine that has the database. Passwords come from a prompt or from standard input,
/// never from an argument, which everybody on the machine could read.
struct UserCommand {
    private let action: UserAction

    init(_ action: UserAction) { self.action = action }

    func run(on connection: OwnerConnection, _ settings: Settings) throws {
        let accounts = AccountAdministration(on: connection, scryptCost: settings.scryptCost)
        switch action {
        case .create(let username, let email, let isAdmin, let source):
            let password = try Self.password(from: source, for: username)
            try accounts.create(username: username, email: email, password: password, role: isAdmin ? .admin : .user)
            Terminal.say("made \(isAdmin ? "the administrator" : "the account") \(username)")
        case .list: for line in Self.table(try accounts.list()) { Terminal.say(line) }
        case .setRole(let username, let role):
            try accounts.setRole(of: username, to: role)
            Terminal.say("\(username) has the role \(role.rawValue) now")
        case .resetPassword(let username, let source):
            try accounts.resetPassword(of: username, to: try Self.password(from: source, for: username))
            Terminal.say("\(username) has a new password; all sessions have ended")
        }
    }

    private static func password(from source: PasswordSource, for username: String) throws -> String {
        switch source {
        case .standardInput:
            guard let line = readLine(strippingNewline: true) else { throw PasswordMissing.noInput }
            return line
        case .prompt:
            guard let password = Terminal.askSecretly("Password for \(username): "),
                let again = Terminal.askSecretly("The same again: ")
            else { throw PasswordMissing.noTerminal }
            guard password == again else { throw PasswordMissing.differ }
            return password
        }
    }

    /// Columns side by side.
    private static func table(_ entries: [AccountAdministration.Entry]) -> [String] {
        let rows =
            [["NAME", "E-MAIL", "ROLE", "SINCE", "SESSIONS"]]
            + entries.map { [$0.username, $0.email, $0.role.rawValue, $0.createdAt, "\($0.sessions)"] }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { text, width in text + String(repeating: " ", count: width - text.count + 2) }
                .joined().trimmingBlanks
        }
    }
}

/// What `marquee user` is to do.
package enum UserAction: Equatable, Sendable {
    case create(username: String, email: String, isAdmin: Bool, PasswordSource)
    case list
    case setRole(username: String, Role)
    case resetPassword(username: String, PasswordSource)
}

/// Where a password comes from.
package enum PasswordSource: Equatable, Sendable {
    case prompt
    /// `--password-stdin`: the first line.
    case standardInput
}

/// There was nobody to give a password.
enum PasswordMissing: Error, CustomStringConvertible {
    case noTerminal, noInput, differ

    var description: String {
        switch self {
        case .noTerminal:
            "there is no terminal to ask for the password; give it on standard input with --password-stdin"
        case .noInput: "standard input is empty; --password-stdin expects the password on its first line"
        case .differ: "the two passwords differ; nothing was changed"
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
