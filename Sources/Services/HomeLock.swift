import Glibc

/// The right to run one private service of a home. The kernel drops it with the process, so a crash leaves none behind.
final class HomeLock: Sendable {
    private let descriptor: Int32

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
    func release() { flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }
}
