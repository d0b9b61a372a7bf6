import Glibc

/// The few file operations that starting a service needs, each failing with the path and the system's reason.
enum Files {
    /// Makes a folder that only its owner may enter, with its parents; `owner` is set when root gives it away.
    static func makePrivateFolder(_ path: String, owner: Account? = nil) throws(ServiceError) {
        try makeFolders(parent(of: path))
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw refused(path, "make the folder") }
        guard opendirAndClose(path) else { throw refused(path, "enter the folder") }
        guard let owner else { return }
        guard unsafe chown(path, owner.user, owner.group) == 0, unsafe chmod(path, 0o700) == 0 else {
            throw refused(path, "give \(owner.name) the folder")
        }
    }

    /// Makes a folder and all its parents, readable for everybody, as far as they are missing.
    static func makeFolders(_ path: String) throws(ServiceError) {
        guard !exists(path) else { return }
        try makeFolders(parent(of: path))
        guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else { throw refused(path, "make the folder") }
    }

    /// Whether a real folder (no link) that only this user can enter is at `path`.
    static func isOwnPrivateFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            && status.st_uid == geteuid() && status.st_mode & 0o077 == 0
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    static func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }

    static func isExecutable(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }

    /// The absolute path of an existing folder, with links resolved.
    static func resolved(_ path: String) throws(ServiceError) -> String {
        guard let absolute = unsafe realpath(path, nil) else { throw refused(path, "enter the folder") }
        defer { unsafe free(absolute) }
        return unsafe String(cString: absolute)
    }

    /// The paths a shell pattern matches, sorted.
    static func matches(_ pattern: String) -> [String] {
        var list = unsafe glob_t()
        defer { unsafe globfree(&list) }
        guard unsafe glob(pattern, 0, nil, &list) == 0 else { return [] }
        return unsafe (0..<Int(list.gl_pathc)).compactMap { index in
            unsafe list.gl_pathv[index].map { unsafe String(cString: $0) }
        }
    }

    /// Writes a file whole, readable by its owner alone.
    static func write(_ text: String, to path: String, owner: Account? = nil) throws(ServiceError) {
        let descriptor = try openFile(path, O_WRONLY | O_CREAT | O_TRUNC)
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw refused(path, "write") }
        if let owner, fchown(descriptor, owner.user, owner.group) != 0 {
            throw refused(path, "give \(owner.name) the file")
        }
    }

    /// Opens a file, closed in programs we start; one that is made is readable by its owner alone.
    static func openFile(_ path: String, _ flags: Int32) throws(ServiceError) -> Int32 {
        let descriptor = unsafe open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw refused(path, "open") }
        return descriptor
    }

    /// The file from byte `start` on, at most its last 64 kB; empty when there is none.
    static func text(of path: String, from start: Int = 0) -> String {
        guard let descriptor = try? openFile(path, O_RDONLY) else { return "" }
        defer { close(descriptor) }
        lseek(descriptor, max(start, size(of: path) - 65_536), SEEK_SET)
        return readAll(descriptor)
    }

    /// Everything up to the end of a file or pipe.
    static func readAll(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            if count > 0 { bytes += buffer[..<count] } else if count == 0 || errno != EINTR { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func size(of path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    static func move(_ path: String, to target: String) throws(ServiceError) {
        guard unsafe rename(path, target) == 0 else { throw refused(target, "move \(path) to") }
    }

    /// Removes a file or a folder with all it holds.
    static func remove(_ path: String) throws(ServiceError) {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        try Command(["/bin/rm", "-rf", "--", path]).run()
    }

    /// The error of the call that just failed.
    static func refused(_ path: String, _ attempt: String) -> ServiceError {
        .fileRefused(path: path, attempt: attempt, errno: errno)
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Whether the folder can be read; errno tells why not.
    private static func opendirAndClose(_ path: String) -> Bool {
        guard let folder = unsafe opendir(path) else { return false }
        unsafe closedir(folder)
        return true
    }
}
