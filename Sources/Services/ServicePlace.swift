import Glibc

/// Where the private services of one home keep their data and sockets, and whom they run as.
///
/// As an ordinary user all data lies in the home. As root it cannot, since the services run as another user, who may not
/// enter `/root`: it lies under `/var/lib/marquee/`, in a folder named after a hash of the home's path, and belongs to
/// that user. Sockets lie in a short folder, whatever the home's length, because a socket's path may have 107 bytes.
/// Nobody but root and the services' user may enter the folders of data or sockets.
struct ServicePlace: Sendable {
    /// Locks and logs; absolute.
    let home: String
    let data: String
    let sockets: String
    let account: Account?
    /// For tests: nothing here has to outlive a crash of the machine.
    let isThrowAway: Bool

    /// The place of a home that is kept; folders are made as needed.
    static func kept(home: String) throws(ServiceError) -> ServicePlace {
        let account = try Account.forServices()
        try Files.makePrivateFolder(home)
        let home = try Files.resolved(home)
        guard let account else {
            let sockets = try shortFolder(named: "marquee-\(geteuid())-\(hash(home))")
            return ServicePlace(home: home, data: home, sockets: sockets, account: nil, isThrowAway: false)
        }
        let data = "/var/lib/marquee/\(hash(home))"
        try Files.makePrivateFolder(data, owner: account)
        try Files.makePrivateFolder("\(data)/sockets", owner: account)
        return ServicePlace(
            home: home, data: data, sockets: "\(data)/sockets", account: account, isThrowAway: false)
    }

    /// A new folder below the temp folder that holds everything.
    static func throwAway() throws(ServiceError) -> ServicePlace {
        let account = try Account.forServices()
        sweepThrowAways()
        var template = Array("\(throwAwayPrefix)\(getpid())-XXXXXX".utf8CString)
        guard let made = unsafe mkdtemp(&template) else { throw Files.refused("/tmp", "make a folder in") }
        let home = unsafe String(cString: made)
        try Files.makePrivateFolder(home, owner: account)
        return ServicePlace(home: home, data: home, sockets: home, account: account, isThrowAway: true)
    }

    private static let throwAwayPrefix = "/tmp/marquee-test-"

    /// Removes the folders of test processes that died before they could.
    private static func sweepThrowAways() {
        for path in Files.matches("\(throwAwayPrefix)*") {
            guard let process = pid_t(path.dropFirst(throwAwayPrefix.utf8.count).prefix { $0 != "-" }),
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            try? Files.remove(path)
        }
    }

    /// A private folder whose path leaves room for a socket's name.
    private static func shortFolder(named name: String) throws(ServiceError) -> String {
        let runtime = unsafe getenv("XDG_RUNTIME_DIR").map { unsafe String(cString: $0) } ?? ""
        let isFit = runtime.hasPrefix("/") && runtime.utf8.count < 48 && Files.isWritable(runtime)
        let path = "\(isFit ? runtime : "/tmp")/\(name)"
        try Files.makePrivateFolder(path)
        // In the temp folder somebody else may have been there first.
        guard Files.isOwnPrivateFolder(path) else {
            throw .fileRefused(path: path, attempt: "trust the folder", errno: EPERM)
        }
        return path
    }

    /// FNV-1a, 64 bits: tells homes apart, protects nothing.
    private static func hash(_ text: String) -> String {
        let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
