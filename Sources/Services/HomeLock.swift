import Glibc

/// The right to run one private service of a home, or its server. The kernel drops it with the process, so a crash leaves none behind.
package final class HomeLock: Sendable {
    /// What stands for the server itself among its services.
    static let server = "server"

    private let descriptor: Int32

    /// The right to be the server of a home, whoever runs its services; the folder is made when missing.
    package convenience init(home: String) throws(ServiceError) {
        try Files.makePrivateFolder(home)
        try self.init(service: Self.server, home: Files.resolved(home))
    }

    init(service: String, home: String) throws(ServiceError) {
        let path = "\(home)/\(service).lock"
        descriptor = try Files.openFile(path, O_RDWR | O_CREAT)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Int32(Files.text(of: path).prefix { $0 != "\n" })
            throw .homeInUse(service: service, home: home, process: holder)
        }
        let line = "\(getpid())\n"
        guard ftruncate(descriptor, 0) == 0, unsafe write(descriptor, line, line.utf8.count) == line.utf8.count else {
            throw Files.refused(path, "write")
        }
    }

    /// Lets the next one in; not before the service has ended.
    package func release() { flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }
}
