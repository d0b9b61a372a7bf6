import Glibc

/// A user of the system, by name and numbers.
package struct Account: Equatable, Sendable {
    package let name: String
    let user: uid_t
    let group: gid_t

    /// The user this process acts as. PostgreSQL knows its peers by name, so one without a name is an error.
    static func current() throws(ServiceError) -> Account {
        let id = geteuid()
        guard let account = unsafe find({ unsafe getpwuid_r(id, $0, $1, $2, $3) }) else {
            throw .namelessUser(id: id)
        }
        return account
    }

    /// The account of that name; nil when the machine has none.
    static func named(_ name: String) -> Account? {
        unsafe find { unsafe getpwnam_r(name, $0, $1, $2, $3) }
    }

    /// Whom private services run as: nil means as ourselves. PostgreSQL refuses to run as root, so root gives its
    /// services to the system user `marquee`, made here when missing, or to `postgres` where users cannot be added.
    static func forServices() throws(ServiceError) -> Account? {
        guard geteuid() == 0 else { return nil }
        // A person who happens to be called marquee (1000 and up) must not get at the data.
        if let account = named("marquee"), account.user < 1000 { return account }
        if named("marquee") == nil, let useradd = try? Command.find("useradd", package: "passwd") {
            let command = Command([
                useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
                "--shell", "/usr/sbin/nologin", "marquee",
            ])
            _ = try? command.run()
            if let account = named("marquee") { return account }
        }
        guard let account = named("postgres") else { throw .programMissing(program: "useradd", package: "passwd") }
        return account
    }

    /// Runs one of libc's reentrant look-ups with a buffer for the strings of the entry.
    private static func find(
        _ look: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> Account? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { strings in
            var entry = unsafe passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard let start = strings.baseAddress, unsafe look(&entry, start, strings.count, &found) == 0,
                unsafe found != nil, let name = unsafe entry.pw_name
            else { return nil }
            return unsafe Account(name: String(cString: name), user: entry.pw_uid, group: entry.pw_gid)
        }
    }
}
