private import Glibc

/// A folder of Ed25519 keys that servers share, a file `ed25519-SECONDS.pem` each, named by when it was made. Whoever reads
/// it makes the next key when it is due and removes those that are needed no more. Everything here blocks.
package struct KeyFolder: Sendable {
    /// The folder or a file in it cannot be used.
    package struct Unusable: Error, CustomStringConvertible {
        let path: String
        let reason: String

        package var description: String { "the keys that sign access tokens cannot be used: \(path): \(reason)" }
    }

    private let path: String
    private let schedule: KeySchedule

    /// - Parameter path: made when it is missing, with its parents.
    package init(_ path: String) { self.init(path, schedule: KeySchedule()) }

    init(_ path: String, schedule: KeySchedule) {
        self.path = path
        self.schedule = schedule
    }

    /// The keys as they stand at a moment.
    package func load(now: Int64 = Int64(time(nil))) throws(Unusable) -> KeySet {
        try makeFolder(path)
        let lock = try lock()
        defer { close(lock) }
        var births = try births()
        if schedule.needsKey(births, now: now) {
            try write(Ed25519Key.make().pem, to: file(now))
            births.append(now)
        }
        let outdated = schedule.outdated(births, now: now)
        for birth in births.prefix(outdated) { _ = unsafe unlink(file(birth)) }
        births.removeFirst(outdated)
        let keys = try births.map { birth throws(Unusable) in try key(file(birth)) }
        return KeySet(signing: keys[schedule.signing(births, now: now)], others: keys)
    }

    private func file(_ birth: Int64) -> String { "\(path)/ed25519-\(birth).pem" }

    private func makeFolder(_ path: String) throws(Unusable) {
        if unsafe access(path, F_OK) == 0 { return }
        let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        if !parent.isEmpty { try makeFolder(parent) }
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw unusable(path) }
    }

    /// One server at a time; the lock goes with the descriptor.
    private func lock() throws(Unusable) -> Int32 {
        let name = "\(path)/.lock"
        let descriptor = unsafe open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else { throw unusable(name) }
        return descriptor
    }

    /// Of the keys in the folder, oldest first.
    private func births() throws(Unusable) -> [Int64] {
        guard let directory = unsafe opendir(path) else { throw unusable(path) }
        defer { unsafe closedir(directory) }
        var births: [Int64] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
            }
            guard name.hasPrefix("ed25519-"), name.hasSuffix(".pem"),
                let birth = Int64(name.dropFirst("ed25519-".count).dropLast(".pem".count))
            else { continue }
            births.append(birth)
        }
        return births.sorted()
    }

    private func key(_ file: String) throws(Unusable) -> Ed25519Key {
        let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unusable(file) }
        defer { close(descriptor) }
        var content = [UInt8](repeating: 0, count: 4096)
        let count = unsafe read(descriptor, &content, content.count)
        guard count >= 0 else { throw unusable(file) }
        guard let key = Ed25519Key(pem: Array(content.prefix(count))) else {
            throw Unusable(
                path: file, reason: "expected a private key as `openssl genpkey -algorithm ed25519` writes it")
        }
        return key
    }

    /// Under another name first, so that nobody ever reads half of it.
    private func write(_ content: [UInt8], to file: String) throws(Unusable) {
        let draft = "\(path)/.draft"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unusable(draft) }
        let count = unsafe Glibc.write(descriptor, content, content.count)
        close(descriptor)
        guard count == content.count, unsafe rename(draft, file) == 0 else { throw unusable(file) }
    }

    private func unusable(_ path: String) -> Unusable {
        Unusable(path: path, reason: unsafe String(cString: strerror(errno)))
    }
}
