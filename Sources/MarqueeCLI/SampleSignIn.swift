internal import Glibc
internal import Marquee
internal import PostgreSQL

/// Tells whoever starts a server on its private database how to sign in. The password was made at random for this
/// database; it lies in the home, for its owner alone, so that it can be told again.
struct SampleSignIn {
    private let settings: Settings
    private var path: String { "\(settings.home)/sample-password" }

    init(_ settings: Settings) { self.settings = settings }

    /// Makes the sample user when there is no account at all, and says its sign-in as long as it works.
    func offer(on connection: OwnerConnection) throws {
        let cost = settings.scryptCost
        if let made = try SampleUser(on: connection, scryptCost: cost) {
            try keep(made.password)
            return say(made.password)
        }
        guard let kept = try? FileSystem.content(of: path) else { return }
        let password = String(decoding: kept, as: UTF8.self)
        let accounts = AccountAdministration(on: connection, scryptCost: cost)
        if try accounts.isPassword(password, of: SampleUser.name) { say(password) }
    }

    private func say(_ password: String) {
        Terminal.say("sign in as \(SampleUser.name) with the password \(password)")
    }

    private func keep(_ password: String) throws(UnwritableFile) {
        _ = unsafe unlink(path)
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw UnwritableFile(path: path, errno: errno) }
        defer { close(descriptor) }
        guard unsafe write(descriptor, password, password.utf8.count) == password.utf8.count else {
            throw UnwritableFile(path: path, errno: errno)
        }
    }
}

struct UnwritableFile: Error, CustomStringConvertible {
    let path: String
    let errno: Int32

    var description: String { "\"\(path)\" cannot be written: \(unsafe String(cString: strerror(errno)))" }
}
