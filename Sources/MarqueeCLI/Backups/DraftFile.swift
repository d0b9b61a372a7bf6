internal import Glibc

/// A file that is written under another name beside its own, for its owner alone, and takes its name when it is whole.
final class DraftFile {
    /// Where it is written.
    let path: String
    private let target: String
    private let descriptor: Int32
    private var isPublished = false

    /// - Parameter replaces: whether a file may be in its place.
    init(for target: String, replaces: Bool) throws {
        var status = stat()
        if unsafe stat(target, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG else { throw BackupError.noFile(path: target) }
            guard replaces else { throw BackupError.exists(path: target) }
        }
        self.target = target
        path = "\(target).part"
        // What a killed one left behind is written over.
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw UnwritableFile(path: path, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            isPublished = true  // by somebody else, who is at it
            throw BackupError.beingWritten(path: path)
        }
    }

    deinit {
        guard descriptor >= 0 else { return }
        if !isPublished { _ = unsafe unlink(path) }
        close(descriptor)
    }

    /// Gives it its name, once it is on the disk; its size in bytes.
    func publish() throws(UnwritableFile) -> Int {
        var status = stat()
        guard fsync(descriptor) == 0, unsafe fstat(descriptor, &status) == 0, unsafe rename(path, target) == 0 else {
            throw UnwritableFile(path: target, errno: errno)
        }
        isPublished = true
        let slash = target.lastIndex(of: "/")
        let folder = unsafe open(slash.map { String(target[...$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
        return Int(status.st_size)
    }
}
